import { isRecord } from '@quorum/engine'
import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, listIn, numberIn } from '../card/text.tsx'

/** The scores as a staircase, and whether the last one passed. */
export function EvaluatorOptimizerCard({ params, run, inner }: CardProps) {
  const most = numberIn(params, 'maxIterations') ?? 3
  if (!begun(run)) return <Nothing text={`At most ${most} rounds`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const scores = listIn(run.detail, 'scores').map((score) => (typeof score === 'number' ? score : 0))
  const passed = isRecord(run.detail) && run.detail.passed === true
  const round = inner('rounds')?.round ?? 1
  const evaluating = inner('evaluator')?.status === 'running'
  if (run.status !== 'completed')
    return (
      <Strip>
        <Line strong>{`Round ${round} of at most ${most}`}</Line>
        <Line tone="text-muted">{evaluating ? 'The evaluator reads the draft' : 'The writer is at work'}</Line>
      </Strip>
    )
  return (
    <Strip>
      <div className="flex h-5 items-end gap-1">
        {scores.slice(-12).map((score, i) => (
          <span
            key={i}
            title={`Round ${i + 1}: ${score}`}
            className={`bar-part block w-3 ${passed && i === scores.length - 1 ? 'bg-done' : 'bg-waiting'}`}
            style={{ height: `${Math.max(10, score * 100)}%` }}
          />
        ))}
        <span className={`ml-1 text-meta ${passed ? 'text-done' : 'text-muted'}`}>
          {passed ? `Passed in round ${scores.length}` : `Not passed, best of ${scores.length}`}
        </span>
      </div>
      <Line>{firstLines(run.text ?? '', 1)[0] ?? 'Done'}</Line>
    </Strip>
  )
}
