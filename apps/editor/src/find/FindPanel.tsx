import { X } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { goToStep, useUi } from '../canvas/uiStore.ts'
import { dispatch, isReadOnly, undoStep, useDocument } from '../document/documentStore.ts'
import { runStore } from '../runs/currentRun.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { toast } from '../ui/Toast.tsx'
import { findIn, replaceCommand } from './search.ts'

/** Finds a text in the names, settings and last results of all steps, and replaces it where it is written. */
export function FindPanel() {
  const flow = useDocument((state) => state.flow)
  const readOnly = useDocument(isReadOnly)
  const [query, setQuery] = useState('')
  const [by, setBy] = useState('')
  const wanted = useDeferredValue(query)
  const hits = useMemo(() => findIn(flow, wanted, (id) => runStore.text(id)), [flow, wanted])
  const close = (): void => useUi.setState({ dialog: null })
  const replaceAll = (): void => {
    const command = replaceCommand(flow, query, by)
    if (!command || !dispatch(command)) return
    toast({
      text: `Replaced “${query}” by “${by}”.`,
      action: { label: 'Undo', run: () => void undoStep() },
    })
  }
  return (
    <section
      role="dialog"
      aria-label="Find and replace"
      className="pop appear fixed top-26 right-4 z-40 flex max-h-[70vh] w-88 max-w-[calc(100vw-32px)] flex-col"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        close()
      }}
    >
      <div className="flex flex-col gap-2 border-line border-b p-3">
        <div className="flex items-center gap-1">
          <input
            // biome-ignore lint/a11y/noAutofocus: the person just asked to search
            autoFocus
            type="search"
            aria-label="Find"
            placeholder="Find in all steps"
            className="field"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && hits[0]) goToStep(hits[0].nodeId)
            }}
          />
          <IconButton icon={X} label="Close" onClick={close} />
        </div>
        {readOnly ? null : (
          <div className="flex items-center gap-1">
            <input
              aria-label="Replace by"
              placeholder="Replace by"
              className="field"
              value={by}
              onChange={(event) => setBy(event.target.value)}
            />
            <Button disabled={!hits.some(({ replaceable }) => replaceable)} onClick={replaceAll}>
              Replace all
            </Button>
          </div>
        )}
        <p role="status" className="text-meta text-muted">
          {wanted === '' ? 'Names, settings and last results.' : `${hits.length} found`}
        </p>
      </div>
      <ul className="min-h-0 overflow-y-auto p-1">
        {hits.slice(0, 200).map((hit, index) => (
          <li key={`${hit.nodeId} ${hit.where} ${index}`}>
            <button
              type="button"
              className="flex w-full flex-col rounded-control px-2 py-1.5 text-left hover:bg-surface-2"
              onClick={() => goToStep(hit.nodeId)}
            >
              <span className="text-row">
                <span className="font-medium">{hit.title}</span> <span className="text-muted">{hit.where}</span>
              </span>
              <span className="text-meta text-muted">{hit.excerpt}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
