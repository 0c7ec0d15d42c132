import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, listIn, numberIn, textIn } from '../card/text.tsx'

/** Who has written how often, who is at the board, and what was written last. */
export function BlackboardCard({ params, run, inner }: CardProps) {
  const names = listIn(params, 'experts').map((one) => textIn(one, 'name') ?? '')
  if (!begun(run)) return <Nothing text={`${names.length || 4} experts watch the board`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const now = ended(run) && isRecord(run.detail) ? run.detail : (inner('write')?.detail ?? null)
  const log = listIn(now, 'log')
  const last = log.at(-1)
  const by = textIn(last, 'by')
  const why = textIn(now, 'why')
  const steps = numberIn(now, 'steps') ?? 0
  return (
    <Strip>
      <ol className="flex gap-1.5 overflow-hidden">
        {names.slice(0, 6).map((name) => (
          <li
            key={name}
            className={`truncate rounded-full border px-1.5 text-meta ${name === by ? 'border-line-strong font-medium' : 'border-line text-muted'}`}
          >
            {`${name} ${log.filter((one) => textIn(one, 'by') === name).length}`}
          </li>
        ))}
      </ol>
      {ended(run) ? (
        <Line>{`${why === 'goal' ? 'Solved' : why === 'steps' ? 'Out of steps' : 'Nothing new'} after ${steps}: ${firstLines(run.text ?? textIn(last, 'text') ?? '', 1)[0] ?? ''}`}</Line>
      ) : (
        <Line tone="text-muted">
          {by ? `${by} on ${textIn(last, 'to') ?? ''}: ${textIn(last, 'text') ?? ''}` : 'Only the facts are on it'}
        </Line>
      )}
    </Strip>
  )
}
