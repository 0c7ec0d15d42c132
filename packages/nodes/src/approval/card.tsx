import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { shortMs, textIn } from '../card/text.tsx'
import { useNow } from '../card/useNow.tsx'

/** Approve, Edit and Reject on the node while it waits; then who decided what. */
export function ApprovalCard({ params, run, send, edit }: CardProps) {
  const waiting = run?.status === 'waiting'
  const now = useNow(waiting)
  if (!begun(run)) return <Nothing text={textIn(params, 'message') || 'Asks a person'} />
  if (waiting) {
    const message = textIn(params, 'message') || 'May the run go on?'
    const since = run.startedAt === null ? '' : shortMs(now - Date.parse(run.startedAt))
    return (
      <Strip>
        <div className="flex items-center gap-1.5">
          <button
            type="button"
            disabled={!send}
            onClick={() => send?.({ decision: 'approve', by: 'me' })}
            className={`${button} border-transparent bg-accent text-on-accent`}
          >
            Approve
          </button>
          {edit ? (
            <button type="button" onClick={edit} className={`${button} border-line-strong bg-surface`}>
              Edit
            </button>
          ) : null}
          <button
            type="button"
            disabled={!send}
            onClick={() => send?.({ decision: 'reject', by: 'me' })}
            className={`${button} border-line-strong bg-surface`}
          >
            Reject
          </button>
          <span className="figures ml-auto truncate text-meta text-muted" title={since && `Waiting ${since}`}>
            {since}
          </span>
        </div>
        <Line tone="sr-only">{message}</Line>
      </Strip>
    )
  }
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  if (!ended(run)) return <Nothing text="Asking…" />
  const decisions: readonly unknown[] = Array.isArray(run.detail) ? run.detail : []
  const last = decisions.at(-1)
  const decision = textIn(last, 'decision')
  const word = decision === 'approve' ? 'Approved' : decision === 'reject' ? 'Rejected' : 'Decided'
  const by = textIn(last, 'by')
  return (
    <Strip>
      <Line strong tone={decision === 'reject' ? 'text-failed' : 'text-done'}>{`${word}${by ? ` by ${by}` : ''}`}</Line>
      {decisions.length > 1 ? <Line tone="text-muted">{`${decisions.length} decisions`}</Line> : null}
    </Strip>
  )
}

// `nodrag nopan`: a press on the button must not move the canvas under it.
const button = 'nodrag nopan h-7 rounded-control border px-2 font-medium disabled:opacity-50'
