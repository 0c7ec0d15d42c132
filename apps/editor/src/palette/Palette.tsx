import type { NodeDefinition } from '@quorum/engine'
import { ListTree, PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react'
import { type FocusEvent, type KeyboardEvent, useDeferredValue, useRef, useState } from 'react'
import { addStep } from '../canvas/edits.ts'
import { KIND_MIME } from '../canvas/mime.ts'
import { narrow, toggleLeft, useUi } from '../canvas/uiStore.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { kindIcon } from '../ui/kindIcon.ts'
import { kinds } from './kinds.ts'
import { groupKinds } from './search.ts'

interface Props {
  /** Where a clicked kind lands when nothing is selected. */
  middle: () => { x: number; y: number }
}

/** Everything that can be added: drag it onto the canvas, or click and it lands behind the selected step. */
export function Palette({ middle }: Props) {
  const folded = useUi(({ paletteFolded }) => paletteFolded)
  const recent = useUi((ui) => ui.recent)
  const [query, setQuery] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const wanted = useDeferredValue(query)
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
      className="flex w-62 shrink-0 flex-col border-line border-r bg-surface max-[899px]:absolute max-[899px]:inset-y-0 max-[899px]:left-0 max-[899px]:z-30 max-[899px]:max-w-full max-[899px]:shadow-pop"
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
        {groups.map(({ label, items }) => (
          <section key={label} aria-label={label} className="mb-2">
            <h2 className="px-2 pt-2 pb-1 font-medium text-meta text-muted">{label}</h2>
            <ul>
              {items.map((definition) => (
                <li key={definition.kind}>
                  <PaletteItem definition={definition} middle={middle} tabbable={definition === groups[0]?.items[0]} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 ? <NothingFound query={wanted} middle={middle} /> : null}
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

function PaletteItem({
  definition,
  middle,
  tabbable = true,
}: { definition: NodeDefinition; tabbable?: boolean } & Props) {
  const Icon = kindIcon(definition.icon)
  const add = (): void => {
    const [selected] = useUi.getState().nodes
    addStep(definition.kind, selected ? { canvas: middle(), after: selected } : { canvas: middle() })
    // The list lies over what was just added.
    if (narrow()) useUi.setState({ paletteFolded: true })
  }
  return (
    <button
      type="button"
      draggable
      tabIndex={tabbable ? 0 : -1}
      data-category={definition.category}
      data-kind={definition.kind}
      className="flex w-full cursor-grab items-start gap-2.5 rounded-control px-2 py-1.5 text-left hover:bg-surface-2"
      onClick={add}
      onDragStart={(event) => {
        event.dataTransfer.setData(KIND_MIME, definition.kind)
        event.dataTransfer.effectAllowed = 'copy'
        // While it is dragged the browser tells nobody what it is.
        useUi.setState({ draggedKind: definition.kind })
      }}
      onDragEnd={() => useUi.setState({ draggedKind: null, dropEdge: null, offer: null })}
    >
      <span className="tile mt-px inline-flex size-7 shrink-0 items-center justify-center rounded-tile">
        <Icon aria-hidden size={16} />
      </span>
      <span className="min-w-0">
        <span className="block font-medium text-body">
          <span className="sr-only">Add </span>
          {definition.title}
        </span>
        <span className="kind-hint line-clamp-2 block text-meta text-muted">{definition.summary}</span>
      </span>
    </button>
  )
}

function NothingFound({ query, middle }: { query: string } & Props) {
  const agent = kinds.find(({ category }) => category === 'agent')
  return (
    <div className="px-2 py-4 text-body text-muted">
      <p>No step is called “{query}”.</p>
      {agent ? (
        <div className="mt-2">
          <p className="mb-1">Ask an agent to do it:</p>
          <PaletteItem definition={agent} middle={middle} />
        </div>
      ) : null}
    </div>
  )
}
