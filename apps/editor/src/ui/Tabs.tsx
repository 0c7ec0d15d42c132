import { type KeyboardEvent, type ReactNode, useId } from 'react'

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

/** Tabs over panels; only the chosen panel is mounted. Arrows, Home and End go from tab to tab and choose it. */
export function Tabs({ tabs, value, onChange, label, aside, folded = false }: Props) {
  const base = useId()
  const tabId = (id: string): string => `${base}-tab-${id}`
  const panelId = (id: string): string => `${base}-panel-${id}`
  const go = (event: KeyboardEvent, from: number): void => {
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: tabs.length - 1 }[event.key]
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length]
    if (!next) return
    event.preventDefault()
    onChange(next.id)
    document.getElementById(tabId(next.id))?.focus()
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-9 shrink-0 items-center border-line border-b pr-1">
        <div role="tablist" aria-label={label} className="flex h-full min-w-0 flex-1 overflow-x-auto">
          {tabs.map((tab, index) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={tabId(tab.id)}
              aria-selected={tab.id === value}
              aria-controls={panelId(tab.id)}
              tabIndex={tab.id === value ? 0 : -1}
              onClick={() => onChange(tab.id)}
              onKeyDown={(event) => go(event, index)}
              className="-outline-offset-2 flex h-full items-center gap-1.5 border-transparent border-b-2 px-3 text-body text-muted hover:text-ink aria-selected:border-accent aria-selected:font-medium aria-selected:text-ink"
            >
              {tab.label}
              {tab.badge ? (
                <span className="figures rounded-full bg-surface-2 px-1.5 text-meta">{tab.badge}</span>
              ) : null}
            </button>
          ))}
        </div>
        {aside}
      </div>
      {/* Panels that do not show stay as empty elements: their tabs name them by id. */}
      {tabs.map((tab) => {
        const shown = tab.id === value && !folded
        return (
          <div
            key={tab.id}
            role="tabpanel"
            id={panelId(tab.id)}
            aria-labelledby={tabId(tab.id)}
            tabIndex={shown ? 0 : -1}
            hidden={!shown}
            className={shown ? '-outline-offset-2 min-h-0 flex-1 overflow-auto' : undefined}
          >
            {shown ? tab.content : null}
          </div>
        )
      })}
    </div>
  )
}
