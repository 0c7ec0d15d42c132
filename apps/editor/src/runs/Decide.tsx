import { isRecord, type WaitingFor } from '@quorum/engine'
import { useState } from 'react'
import { getStep } from '../api/client.ts'
import { useLoad } from '../api/useLoad.ts'
import { Button } from '../ui/Button.tsx'
import { useRunHead } from './currentRun.ts'
import { nameOfNode } from './nodeName.ts'
import { openRunDialog } from './runDialog.ts'
import { answerAt } from './signals.ts'
import { useNow } from './useNow.ts'
import { ValueView } from './ValueView.tsx'
import { waitingWords } from './waitingWords.ts'

const most = 20

/** What waits for a decision, with all there is to read before it. */
export function Decide() {
  const head = useRunHead()
  const waiting = (head?.waitingFor ?? []).filter(({ kind }) => kind === 'approval')
  if (!head || waiting.length === 0) return null
  return waiting.slice(0, most).map((one) => <One key={`${head.id} ${one.path}`} runId={head.id} waiting={one} />)
}

function One({ runId, waiting }: { runId: string; waiting: WaitingFor }) {
  const { nodeId, path } = waiting
  const now = useNow(false)
  const step = useLoad(`${runId} ${path} ${waiting.since}`, () => getStep(runId, path))
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const name = nameOfNode(nodeId)
  const { who, when } = waitingWords(waiting, name, now)
  const asked = isRecord(step.data?.parked?.memory) ? step.data.parked.memory : {}
  const message = typeof asked.message === 'string' ? asked.message : ''
  const others = Array.isArray(asked.decisions)
    ? asked.decisions.map((one) => (isRecord(one) ? String(one.by) : ''))
    : []
  const decide = async (decision: 'approve' | 'reject') => {
    setBusy(true)
    await answerAt(path, { decision, by: 'me', ...(note.trim() ? { data: { note: note.trim() } } : {}) })
    setBusy(false)
  }
  return (
    <section aria-label={`Decide ${path}`} className="max-w-3xl rounded-node border border-waiting p-4">
      <p className="text-body">
        <span className="font-semibold">{who}</span> <span className="figures text-muted">{when}</span>
      </p>
      {message ? <p className="mt-1 text-panel">{message}</p> : null}
      {others.length > 0 ? <p className="mt-1 text-body text-muted">Approved so far by {others.join(', ')}</p> : null}
      <div className="mt-3 max-h-80 overflow-auto rounded-control bg-surface-2 p-3">
        {step.error ? <p role="alert">{step.error}</p> : step.data ? <ValueView value={step.data.input} /> : null}
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button look="primary" disabled={busy} aria-label={`Approve ${path}`} onClick={() => void decide('approve')}>
          Approve
        </Button>
        <Button
          disabled={busy}
          aria-label={`Edit and approve ${path}`}
          onClick={() => openRunDialog({ type: 'answer', nodeId, path })}
        >
          Edit
        </Button>
        <Button disabled={busy} aria-label={`Reject ${path}`} onClick={() => void decide('reject')}>
          Reject
        </Button>
        <input
          aria-label={`Note to the decision on ${path}`}
          placeholder="Note (may stay empty)"
          className="field min-w-40 flex-1"
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </section>
  )
}
