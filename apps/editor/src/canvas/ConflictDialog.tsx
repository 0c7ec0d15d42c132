import { useState } from 'react'
import { differences } from '../document/differences.ts'
import { type SaveState, useDocument } from '../document/documentStore.ts'
import { keepMineAsCopy, takeTheirs } from '../document/session.ts'
import { flowPath, navigate } from '../router.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/Toast.tsx'

/** The flow changed elsewhere while it was edited here: saving has stopped, and nobody's work is thrown away unasked. */
export function ConflictDialog() {
  const save = useDocument((state) => state.save)
  return save.status === 'conflict' ? <Conflict key={save.theirs.revision} save={save} /> : null
}

const signs = { added: '+', removed: '−', changed: '~' }
const words = { added: 'Only here', removed: 'Only there', changed: 'Different' }

function Conflict({ save }: { save: Extract<SaveState, { status: 'conflict' }> }) {
  const [shown, setShown] = useState(false)
  const [open, setOpen] = useState(true)
  const mine = useDocument(({ flow }) => flow)
  const copy = async (): Promise<void> => {
    const made = await keepMineAsCopy()
    if ('id' in made) {
      toast({ text: 'Your version is now a workflow of its own.' })
      navigate(flowPath(made.id))
    } else toast({ text: made.reason, tone: 'error' })
  }
  if (!open) {
    return (
      <div
        role="alert"
        className="pop fixed top-28 left-1/2 z-40 flex -translate-x-1/2 items-center gap-3 px-4 py-2 text-body"
      >
        Saving has stopped: this workflow was changed elsewhere.
        <Button size="small" look="primary" onClick={() => setOpen(true)}>
          Decide
        </Button>
      </div>
    )
  }
  const lines = shown ? differences(save.theirs.flow, mine) : []
  return (
    <Dialog
      open
      onOpenChange={setOpen}
      title="Changed elsewhere"
      description={`Another tab or person saved this workflow ${ago(save.theirs.updatedAt)}, after your version began. Saving has stopped here; your edits are kept on this device.`}
      footer={
        <>
          <Button onClick={() => setShown(!shown)}>{shown ? 'Hide differences' : 'See differences'}</Button>
          <Button onClick={() => void takeTheirs()}>Use theirs</Button>
          <Button look="primary" onClick={() => void copy()}>
            Keep mine as a copy
          </Button>
        </>
      }
    >
      {shown ? (
        <ul aria-label="Differences" className="flex flex-col gap-1 text-body">
          {lines.length === 0 ? <li className="text-muted">Both versions are the same.</li> : null}
          {lines.map(({ what, text }) => (
            <li key={`${what} ${text}`} className="flex gap-2">
              <span aria-hidden className="w-3 font-mono">
                {signs[what]}
              </span>
              <span>
                <span className="text-muted">{words[what]}: </span>
                {text}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Dialog>
  )
}

function ago(time: string | null): string {
  const seconds = time === null ? Number.NaN : Math.round((Date.now() - Date.parse(time)) / 1000)
  if (!Number.isFinite(seconds) || seconds < 1) return 'just now'
  if (seconds < 120) return `${seconds} s ago`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`
}
