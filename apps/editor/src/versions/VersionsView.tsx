import type { Flow } from '@quorum/engine'
import { RotateCcw, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { getVersion, listVersions } from '../api/client.ts'
import { useLoad } from '../api/useLoad.ts'
import { useUi } from '../canvas/uiStore.ts'
import type { Command } from '../document/commands.ts'
import { differences } from '../document/differences.ts'
import { dispatch, isReadOnly, undoStep, useDocument } from '../document/documentStore.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { toast } from '../ui/Toast.tsx'
import { DiffCanvas } from './DiffCanvas.tsx'
import { milestones, unionOf } from './union.ts'

const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** Earlier versions of the workflow: what has changed since, on the canvas and in words, and the way back. */
export function VersionsView() {
  const id = useDocument((state) => state.id)
  const revision = useDocument((state) => state.revision)
  const [all, setAll] = useState(false)
  const [chosen, setChosen] = useState<number | null>(null)
  const { data, error } = useLoad(`versions ${id} ${revision}`, () => listVersions(id ?? ''))
  const items = (data?.items ?? []).filter((version) => version.revision !== revision)
  const listed = all ? items : milestones(items)
  const shown = chosen ?? listed[0]?.revision ?? null
  const close = (): void => useUi.setState({ dialog: null })
  return (
    <section
      role="dialog"
      aria-label="Versions"
      className="fixed inset-0 top-12 z-30 flex bg-surface max-[719px]:flex-col"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
      }}
    >
      <aside className="flex w-64 shrink-0 flex-col border-line border-r max-[719px]:max-h-48 max-[719px]:w-full max-[719px]:border-b">
        <div className="flex items-center p-2 pl-4">
          <h2 className="flex-1 font-semibold text-heading">Versions</h2>
          <IconButton icon={X} label="Back to the workflow" keys="Esc" autoFocus onClick={close} />
        </div>
        {error ? (
          <p role="alert" className="px-4 text-body text-failed">
            {error}
          </p>
        ) : null}
        <ul className="min-h-0 flex-1 overflow-y-auto px-2 pb-2" aria-busy={!data && !error}>
          {listed.map((version) => (
            <li key={version.revision}>
              <button
                type="button"
                aria-pressed={version.revision === shown}
                className="flex w-full flex-col rounded-control px-2 py-1.5 text-left hover:bg-surface-2 aria-pressed:bg-surface-2"
                onClick={() => setChosen(version.revision)}
              >
                <span className="text-body">{when.format(new Date(version.createdAt))}</span>
                <span className="text-meta text-muted">Version {version.revision}</span>
              </button>
            </li>
          ))}
        </ul>
        {data && items.length === 0 ? (
          <p className="p-4 pt-0 text-body text-muted">No earlier version yet. Every save makes one.</p>
        ) : null}
        {listed.length < items.length || all ? (
          <label className="flex items-center gap-2 border-line border-t px-4 py-2 text-muted text-row">
            <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />
            Every save, not one in ten minutes
          </label>
        ) : null}
      </aside>
      {id !== null && shown !== null ? <Preview key={shown} flowId={id} revision={shown} onDone={close} /> : null}
    </section>
  )
}

function Preview({ flowId, revision, onDone }: { flowId: string; revision: number; onDone: () => void }) {
  const mine = useDocument((state) => state.flow)
  const readOnly = useDocument(isReadOnly)
  const { data, error } = useLoad(`version ${flowId} ${revision}`, () => getVersion(flowId, revision))
  const then = data?.flow
  if (error)
    return (
      <p role="alert" className="p-4 text-body text-failed">
        {error}
      </p>
    )
  if (!then) return <p aria-busy="true" className="flex-1" />
  const lines = differences(then, mine)
  const restore = (): void => {
    if (!dispatch(replacement(mine, then, revision))) return
    onDone()
    toast({
      text: `Version ${revision} is back, as a new version.`,
      action: { label: 'Undo', run: () => void undoStep() },
    })
  }
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <div className="canvas relative! min-h-0 flex-1">
        <Picture before={then} after={mine} />
      </div>
      <div className="flex max-h-56 flex-col border-line border-t">
        <div className="flex items-center gap-3 px-4 py-2">
          <h3 className="flex-1 font-medium text-body">
            {lines.length === 0 ? 'Nothing has changed since' : `${lines.length} changes since version ${revision}`}
          </h3>
          {readOnly ? null : (
            <Button look="primary" disabled={lines.length === 0} onClick={restore}>
              <RotateCcw aria-hidden size={14} /> Restore this version
            </Button>
          )}
        </div>
        <ul aria-label="Changes" className="min-h-0 overflow-y-auto px-4 pb-3 text-body">
          {lines.map(({ what, text }) => (
            <li key={`${what} ${text}`} className="flex gap-2">
              <span className={`w-18 shrink-0 font-medium ${tone[what]}`}>{words[what]}</span>
              <span className="min-w-0">{text}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

const words = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const
const tone = { added: 'text-done', removed: 'text-failed', changed: 'text-waiting' } as const

/** The whole document as one undoable edit, which is then saved as any other. */
function replacement(now: Flow, then: Flow, revision: number): Command {
  return {
    type: 'compound',
    name: `Restore version ${revision}`,
    commands: [
      {
        type: 'removeNodes',
        nodeIds: now.nodes.map(({ id }) => id),
        edgeIds: now.edges.map(({ id }) => id),
        noteIds: now.notes.map(({ id }) => id),
      },
      { type: 'paste', nodes: then.nodes, edges: then.edges, notes: then.notes, groups: then.groups ?? [] },
      { type: 'rename', name: then.name },
      { type: 'describe', description: then.description },
      { type: 'setSettings', settings: { ...emptied(now.settings), ...then.settings } },
    ],
  }
}

const emptied = (settings: Flow['settings']): Flow['settings'] =>
  Object.fromEntries(Object.keys(settings).map((key) => [key, undefined]))

function Picture({ before, after }: { before: Flow; after: Flow }) {
  const union = useMemo(() => unionOf(before, after), [before, after])
  return <DiffCanvas marked={union} words={words} />
}
