import type { ComponentProps } from 'react'

const looks = {
  primary: 'bg-accent text-on-accent border-transparent hover:brightness-110',
  plain: 'bg-surface text-ink border-line-strong hover:bg-surface-2',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-surface-2',
  danger: 'bg-surface text-failed border-failed hover:bg-surface-2',
} as const
const sizes = {
  small: 'h-7 px-2 text-row gap-1',
  medium: 'h-8 px-3 text-body gap-1.5',
  large: 'h-11 px-5 text-panel gap-2',
} as const

export interface ButtonProps extends ComponentProps<'button'> {
  look?: keyof typeof looks
  size?: keyof typeof sizes
}

export function Button({ look = 'plain', size = 'medium', className = '', type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={`inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-control border font-medium transition-colors duration-75 disabled:opacity-50 ${looks[look]} ${sizes[size]} ${className}`}
      {...rest}
    />
  )
}
