import type { LucideIcon } from 'lucide-react'
import { type ComponentType, cloneElement, type ReactElement, useEffect, useState } from 'react'

export type MenuItem =
  | 'line'
  | {
      label: string
      icon?: LucideIcon
      keys?: string
      disabled?: boolean
      danger?: boolean
      onSelect: () => void
    }

export interface MenuProps {
  /** The button that opens it. */
  children: ReactElement<Trigger>
  items: readonly MenuItem[]
  align?: 'start' | 'center' | 'end'
}

interface Trigger {
  onClick?: () => void
  onKeyDown?: (event: { key: string; preventDefault(): void }) => void
  onPointerEnter?: () => void
  'aria-haspopup'?: 'menu'
  'aria-expanded'?: boolean
}

let Loaded: ComponentType<MenuProps & { open: boolean }> | null = null
const load = async (): Promise<void> => {
  Loaded ??= (await import('./OpenMenu.tsx')).OpenMenu
}

/** A menu that drops from a button. What draws it is loaded when the pointer comes near the first one. */
export function Menu(props: MenuProps) {
  const [asked, setAsked] = useState(false)
  const [, arrived] = useState(false)
  useEffect(() => {
    if (asked && !Loaded) void load().then(() => arrived(true))
  }, [asked])
  if (asked && Loaded) return <Loaded {...props} open />
  const ask = (): void => setAsked(true)
  return cloneElement(props.children, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load().catch(() => undefined),
    onClick: ask,
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown') return
      event.preventDefault()
      ask()
    },
  })
}
