import { isRecord, textOf } from '@quorum/engine'
import { begun, type CardProps, Line, Nothing, Strip } from '../card/props.tsx'

const shades = ['bg-accent', 'bg-waiting', 'bg-done', 'bg-retry', 'bg-queued'] as const

/** A stacked bar of the ballots so far with the counts in words; then the winner and its margin. */
export function VoteCard({ run, feeders }: CardProps) {
  const tally = Object.entries(run?.tally ?? {}).sort((a, b) => b[1] - a[1])
  if (!begun(run) && tally.length === 0) {
    return <Nothing text={run === null || feeders.length === 0 ? 'No ballots yet' : `0 of ${feeders.length} ballots`} />
  }
  const total = tally.reduce((sum, [, votes]) => sum + votes, 0)
  if (run?.status === 'failed') return <Nothing text={run.error?.message ?? 'Failed'} />
  const out = feeders.filter((feeder) => feeder.status !== 'completed')
  const counts = tally.map(([candidate, votes]) => `${short(candidate)} ${round(votes)}`).join(' · ')
  const done = run?.status === 'completed'
  const words = done
    ? verdict(run.detail, tally)
    : `${counts || 'No ballots yet'}${out.length > 0 ? ` · ${out.length} to come` : ''}`
  return (
    <Strip>
      <div
        role="img"
        aria-label={counts || 'no ballots'}
        className="flex h-2.5 gap-[2px] overflow-hidden rounded-[3px] bg-surface-2"
      >
        {tally.map(([candidate, votes], index) => (
          <span
            key={candidate}
            title={`${candidate}: ${round(votes)}`}
            className={`bar-part block ${shades[index % shades.length]}`}
            style={{ width: `${total === 0 ? 0 : (100 * votes) / (done ? total : Math.max(total, feeders.length))}%` }}
          />
        ))}
      </div>
      <Line strong={done}>{words}</Line>
    </Strip>
  )
}

/** Where the count alone did not decide, what did. */
const because: Readonly<Record<string, string>> = {
  veto: 'by veto',
  'first-places': 'tie settled by first places',
  'head-to-head': 'tie settled head to head',
  'mean-score': 'tie settled by mean score',
  index: 'tie settled by order of candidates',
  runoff: 'tie settled by a runoff',
  seededRandom: 'tie settled by lot',
  shared: 'shared',
}

function verdict(detail: unknown, tally: readonly (readonly [string, number])[]): string {
  const winner = isRecord(detail) ? detail.winner : undefined
  if (winner === null)
    return `Undecided · ${tally.map(([candidate, votes]) => `${short(candidate)} ${round(votes)}`).join(' · ')}`
  const [first, second] = tally
  if (!first) return 'Decided'
  const name = winner === undefined ? first[0] : textOf(winner)
  const by = isRecord(detail) ? because[textOf(detail.decidedBy)] : undefined
  return `${short(name)} wins ${round(first[1])}${second ? ` to ${round(second[1])}` : ''}${by ? ` · ${by}` : ''}`
}

const round = (votes: number): number => Math.round(votes * 100) / 100
const short = (candidate: string): string => {
  const line = candidate.trim().split('\n', 1)[0] ?? ''
  return line.length > 28 ? `${line.slice(0, 27)}…` : line
}
