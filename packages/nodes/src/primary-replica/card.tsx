import { isRecord, type NodeView } from '@quorum/engine'
import { Dots, itemWords } from '../card/Dots.tsx'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { itemsOf, listIn, numberIn, textIn } from '../card/text.tsx'

const letters: Readonly<Record<string, string>> = {
  completed: 'c',
  failed: 'f',
  cancelled: 'x',
  skipped: 's',
  running: 'r',
}
const letterOf = (view: NodeView | null): string => letters[view?.status ?? ''] ?? 'q'

/** A mark per part or replica, and who is the primary. */
export function PrimaryReplicaCard({ params, run, inner }: CardProps) {
  const mode = textIn(params, 'mode') ?? 'partition'
  const many = mode === 'nVersion' ? listIn(params, 'versions').length || 3 : (numberIn(params, 'replicas') ?? 3)
  if (!begun(run)) return <Nothing text={`${many} replicas are ready`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const inParts = mode === 'partition' || mode === 'standby'
  const now = isRecord(run.detail) && ended(run) ? run.detail : inner('settle')?.detail
  const row = inParts
    ? (textIn(now, 'letters') ?? itemsOf(inner('replicas')))
    : Array.from({ length: many }, (_, i) => letterOf(inner(`replica-${i + 1}`))).join('')
  const failovers = numberIn(now, 'failovers') ?? 0
  const lost = failovers === 0 ? '' : ` · ${failovers} taken over`
  const done = [...row].filter((letter) => letter === 'c').length
  const line = inParts
    ? `${mode === 'standby' ? `Replica ${numberIn(now, 'primary') ?? 1} is primary · ` : ''}${done} of ${row.length || many} parts${lost}`
    : mode === 'redundant'
      ? run.status === 'completed'
        ? 'The first answer was taken'
        : 'Waiting for the first answer'
      : `${done} of ${many} versions answered`
  return (
    <Strip>
      <span className="flex h-4 items-center">
        <Dots items={row.slice(0, 40)} />
        <span className="sr-only">{itemWords(row)}</span>
      </span>
      <Line tone={run.status === 'completed' ? '' : 'text-muted'}>{line}</Line>
    </Strip>
  )
}
