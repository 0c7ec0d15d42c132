import { Monitor, Moon, Sun } from 'lucide-react'
import { setTheme, type Theme, useTheme } from './theme.ts'

const order: readonly Theme[] = ['system', 'light', 'dark']
const icons = { system: Monitor, light: Sun, dark: Moon }

/** Goes from theme to theme: system, light, dark. */
export function ThemeButton() {
  const theme = useTheme()
  const next = order[(order.indexOf(theme) + 1) % order.length] ?? 'system'
  const Icon = icons[theme]
  const label = `Theme: ${theme}. Change to ${next}`
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => setTheme(next)}
      className="inline-flex size-8 items-center justify-center rounded-control hover:bg-surface-2"
    >
      <Icon aria-hidden size={16} />
    </button>
  )
}
