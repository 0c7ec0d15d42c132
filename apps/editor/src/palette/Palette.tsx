import { ListTree, PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react'
import { type FocusEvent, Fragment, type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react'
import { narrow, toggleLeft, useUi } from '../canvas/uiStore.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { lazyPart } from '../ui/lazyPart.tsx'
import { kinds } from './kinds.ts'
import { PaletteItem, type PaletteItemProps } from './PaletteItem.tsx'
import { groupKinds } from './search.ts'

type Props = Pick<PaletteItemProps, 'middle'>

const Mine = lazyPart(async () => (await import('./Mine.tsx')).Mine)

/** Everything that can be added: drag it onto the canvas, or click and it lands behind the selected step. */
export function Palette({ middle }: Props) {
  const folded = useUi(({ paletteFolded }) => paletteFolded)
  // As they were when it opened: what one is about to click does not move away.
  const [recent] = useState(useUi.getState().recent)
  const [query, setQuery] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const wanted = useDeferredValue(query)
  const searching = query !== ''
  const [, setNamed] = useState(false)
  // Other names of kinds are there once somebody searches.
  useEffect(() => {
    if (searching) void import('../inspector/hints.ts').then(() => setNamed(true))
  }, [searching])
  const groups = groupKinds(kinds, wanted, recent)
  const fold = (paletteFolded: boolean): void => useUi.setState({ paletteFolded })
  if (folded) {
    return (
      <aside
        aria-label="Steps"
        className="flex w-12 shrink-0 flex-col items-center border-line border-r bg-surface pt-2 max-[899px]:absolute max-[899px]:top-2 max-[899px]:left-2 max-[899px]:z-20 max-[899px]:w-auto max-[899px]:rounded-tile max-[899px]:border max-[899px]:p-0.5"
      >
        <IconButton
          icon={PanelLeftOpen}
          label="Show the list of steps"
          side="right"
          onClick={() => useUi.setState({ left: 'palette', paletteFolded: false })}
        />
        <IconButton
          icon={ListTree}
          label="Show the outline"
          keys="L"
          side="right"
          onClick={() => toggleLeft('outline')}
        />
      </aside>
    )
  }
  return (
    <aside
      aria-label="Steps"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && narrow()) fold(true)
      }}
      data-side="left"
      className="side-panel"
    >
      <div className="flex items-center gap-1 p-2">
        <label className="relative min-w-0 flex-1">
          <span className="sr-only">Search steps</span>
          <Search aria-hidden size={14} className="absolute top-2.25 left-2.5 text-muted" />
          <input
            type="search"
            className="field !pl-8"
            placeholder="Search steps"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown') return
              event.preventDefault()
              list.current?.querySelector('button')?.focus()
            }}
          />
        </label>
        <IconButton icon={PanelLeftClose} label="Fold" onClick={() => fold(true)} />
      </div>
      {/* One Tab stop: arrows go from kind to kind. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its buttons take the focus */}
      <div ref={list} className="min-h-0 flex-1 overflow-y-auto px-2 pb-4" onKeyDown={goThrough} onFocus={stopAt}>
        {groups.map(({ label, items }, place) => (
          <Fragment key={label}>
            <section aria-label={label} className="mb-2">
              <h2 className="px-2 pt-2 pb-1 font-medium text-meta text-muted">{label}</h2>
              <ul>
                {items.map((shown) => (
                  <li key={shown.kind}>
                    <PaletteItem
                      shown={shown}
                      kind={shown.kind}
                      middle={middle}
                      tabbable={shown === groups[0]?.items[0]}
                    />
                  </li>
                ))}
              </ul>
            </section>
            {place === 0 ? <Mine query={wanted} middle={middle} /> : null}
          </Fragment>
        ))}
        {groups.length === 0 ? (
          <>
            <NothingFound query={wanted} middle={middle} />
            <Mine query={wanted} middle={middle} />
          </>
        ) : null}
      </div>
    </aside>
  )
}

/** Arrows, Home and End move the focus through the list. */
function goThrough(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll('button')]
  const at = all.indexOf(document.activeElement as HTMLButtonElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
  if (to === undefined || at < 0) return
  event.preventDefault()
  all[Math.max(0, Math.min(all.length - 1, to))]?.focus()
}

/** Tab comes back to where one was. */
function stopAt({ currentTarget, target }: FocusEvent<HTMLElement>): void {
  for (const button of currentTarget.querySelectorAll('button')) button.tabIndex = button === target ? 0 : -1
}

function NothingFound({ query, middle }: { query: string } & Props) {
  const agent = kinds.find(({ category }) => category === 'agent')
  return (
    <div className="px-2 py-4 text-body text-muted">
      <p>No step is called “{query}”.</p>
      {agent ? (
        <div className="mt-2">
          <p className="mb-1">Ask an agent to do it:</p>
          <PaletteItem shown={agent} kind={agent.kind} middle={middle} />
        </div>
      ) : null}
    </div>
  )
}
