import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export interface Tab {
  readonly id: string
  readonly label: string
  /** A small number or word behind the label. */
  readonly badge?: string | undefined
  readonly content: ReactNode
}

interface Props {
  tabs: readonly Tab[]
  value: string
  onChange: (id: string) => void
  /** Accessible name of the row of tabs. */
  label: string
  /** What stands at the right end of the row. */
  aside?: ReactNode
  /** Only the row of tabs is shown. */
  folded?: boolean
}

/** Tabs over panels; only the chosen panel is mounted. */
export function Tabs({ tabs, value, onChange, label, aside, folded = false }: Props) {
  return (
    <Radix.Root value={value} onValueChange={onChange} className="flex h-full min-h-0 flex-col">
      <div className="flex h-9 shrink-0 items-center border-line border-b pr-1">
        <Radix.List aria-label={label} className="flex h-full min-w-0 flex-1 overflow-x-auto">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.id}
              value={tab.id}
              // Choosing the chosen one is no change to Radix, but it opens what is folded.
              onClick={() => folded && tab.id === value && onChange(tab.id)}
              className="-outline-offset-2 flex h-full items-center gap-1.5 border-transparent border-b-2 px-3 text-body text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
            >
              {tab.label}
              {tab.badge ? (
                <span className="figures rounded-full bg-surface-2 px-1.5 text-meta">{tab.badge}</span>
              ) : null}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside}
      </div>
      {/* Folded panels stay as empty elements: their tabs name them by id. */}
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.id}
          value={tab.id}
          className={folded ? 'hidden' : '-outline-offset-2 min-h-0 flex-1 overflow-auto'}
        >
          {folded ? null : tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
