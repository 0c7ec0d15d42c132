import { isRecord } from '@quorum/engine'
import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, resultText } from '../card/text.tsx'

/** Who is there; then how often each was asked, and how the answer begins. */
export function AgentsAsToolsCard({ params, run, stream }: CardProps) {
  const names = namesIn(params)
  if (!begun(run)) return <Nothing text={names.join(' · ')} />
  const ending = notCompleted(run)
  if (ending)
    return (
      <Strip>
        <p className="line-clamp-2 text-muted" title={ending}>
          {ending}
        </p>
      </Strip>
    )
  if (run.status === 'completed')
    return (
      <Strip>
        <Line>{asked(run.detail)}</Line>
        <Line>{firstLines(resultText(run), 1)[0] ?? 'An empty answer'}</Line>
      </Strip>
    )
  return (
    <Strip>
      <p ref={stream} className="line-clamp-2 whitespace-pre-wrap break-words" />
    </Strip>
  )
}

function namesIn(params: unknown): string[] {
  const list = isRecord(params) && Array.isArray(params.specialists) ? params.specialists : []
  return list.flatMap((one) => (isRecord(one) && typeof one.name === 'string' ? [one.name] : []))
}

/** "Researcher 2×, Critic" out of the turns of the manager. */
function asked(turns: unknown): string {
  const counts = new Map<string, number>()
  for (const turn of Array.isArray(turns) ? turns : [])
    for (const call of isRecord(turn) && Array.isArray(turn.calls) ? turn.calls : [])
      if (isRecord(call)) counts.set(String(call.tool), (counts.get(String(call.tool)) ?? 0) + 1)
  if (counts.size === 0) return 'Nobody was asked'
  return `Asked ${[...counts].map(([name, n]) => (n > 1 ? `${name} ${n}×` : name)).join(', ')}`
}
