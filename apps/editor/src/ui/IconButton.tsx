import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon
  /** Name for everyone: tooltip and accessible name. */
  label: string
  /** Shown beside the name, e.g. "Mod Z". */
  keys?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
}

export function IconButton({ icon: Icon, label, keys, side, className = '', type = 'button', ...rest }: Props) {
  return (
    <button
      type={type}
      aria-label={label}
      data-tip={label}
      data-keys={keys}
      data-side={side}
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-control text-ink transition-colors duration-75 hover:bg-surface-2 disabled:opacity-40 aria-pressed:bg-surface-2 aria-pressed:text-accent ${className}`}
      {...rest}
    >
      <Icon aria-hidden size={16} />
    </button>
  )
}
