import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Tooltip } from './Tooltip.tsx'

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon
  /** Name for everyone: tooltip and accessible name. */
  label: string
  keys?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
}

export function IconButton({ icon: Icon, label, keys, side, className = '', type = 'button', ...rest }: Props) {
  return (
    <Tooltip text={label} keys={keys} {...(side ? { side } : {})}>
      <button
        type={type}
        aria-label={label}
        className={`inline-flex size-8 shrink-0 items-center justify-center rounded-control text-ink transition-colors duration-75 hover:bg-surface-2 disabled:opacity-40 aria-pressed:bg-surface-2 aria-pressed:text-accent ${className}`}
        {...rest}
      >
        <Icon aria-hidden size={16} />
      </button>
    </Tooltip>
  )
}
