import type { ReactNode } from 'react'

interface Props {
  id: string
  label: string
  description?: string | undefined
  error?: string | null
  /** Stands right of the label. */
  aside?: ReactNode
  children: ReactNode
}

/** Label above, field, then what it means or what is wrong with it. */
export function FieldRow({ id, label, description, error, aside, children }: Props) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex min-h-6 items-center justify-between gap-2">
        <label htmlFor={id} className="font-medium text-row">
          {label}
        </label>
        {aside}
      </div>
      {children}
      {error ? (
        <p id={`${id}-help`} role="alert" className="text-meta text-failed">
          {error}
        </p>
      ) : description ? (
        <p id={`${id}-help`} className="text-meta text-muted">
          {description}
        </p>
      ) : null}
    </div>
  )
}
