import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, listIn, numberIn, textIn } from '../card/text.tsx'

const ends: Readonly<Record<string, string>> = {
  reached: 'Reached',
  rounds: 'Out of rounds, partial',
  stalled: 'Stalled, partial',
  unreadable: 'The manager could not be read, partial',
}

/** Who has the round and what was asked of them, with the stalls and new plans. */
export function MagenticCard({ params, run, inner }: CardProps) {
  const team = listIn(params, 'team')
  if (!begun(run)) return <Nothing text={`A manager and a team of ${team.length || 3} are ready`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const now = ended(run) && isRecord(run.detail) ? run.detail : inner('note')?.detail
  const most = numberIn(params, 'maxRounds') ?? 20
  const limit = numberIn(params, 'maxStalls') ?? 3
  const rounds = numberIn(now, 'rounds') ?? 0
  const resets = numberIn(now, 'resets') ?? 0
  const stalls = numberIn(now, 'stalls') ?? 0
  const end = ends[textIn(now, 'why') ?? '']
  const managing = inner('member')?.status !== 'running'
  return (
    <Strip>
      <Line strong>
        {[
          end ?? `Round ${Math.min(rounds + 1, most)} of at most ${most}`,
          ...(stalls > 0 ? [`stalls ${stalls} of ${limit}`] : []),
          ...(resets > 0 ? [`planned anew ${resets === 1 ? 'once' : `${resets} times`}`] : []),
        ].join(' · ')}
      </Line>
      <Line tone={ended(run) ? '' : 'text-muted'}>
        {ended(run)
          ? (firstLines(run.text ?? '', 1)[0] ?? 'Done')
          : rounds === 0 || managing
            ? 'The manager looks at the ledgers'
            : `${textIn(now, 'owner') ?? ''}: ${textIn(now, 'instruction') ?? ''}`}
      </Line>
    </Strip>
  )
}
