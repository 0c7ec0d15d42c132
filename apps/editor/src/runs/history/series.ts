import type { RunSummary } from '../../api/types.ts'
import { elapsedMs, tokensOf } from '../figures.ts'
import { hasEnded } from '../runStream.ts'

/** One run as a mark of a chart. */
export interface Mark {
  readonly run: RunSummary
  /** Null: not known of this run, e.g. what a model without a price cost. */
  readonly value: number | null
}

export interface Series {
  readonly id: 'ms' | 'calls' | 'tokens' | 'usd' | 'agents' | 'tries'
  readonly title: string
  readonly marks: readonly Mark[]
}

export interface Summary {
  readonly mean: number
  readonly least: number
  readonly most: number
  readonly latest: number
}

const measures: readonly { id: Series['id']; title: string; of: (run: RunSummary) => number | null }[] = [
  {
    id: 'ms',
    title: 'Duration',
    of: ({ startedAt, endedAt }) => (startedAt && endedAt ? elapsedMs(startedAt, endedAt) : null),
  },
  { id: 'calls', title: 'Calls of models', of: ({ usage }) => usage?.calls ?? null },
  { id: 'tokens', title: 'Tokens', of: ({ usage }) => (usage ? tokensOf(usage) : null) },
  { id: 'usd', title: 'Money', of: ({ usage }) => usage?.usd ?? null },
  { id: 'agents', title: 'Agents', of: ({ agents }) => agents ?? null },
  { id: 'tries', title: 'Attempts', of: ({ tries }) => tries ?? null },
]

/** Runs that have ended, oldest first, measure by measure. Those that are free throughout say nothing of money. */
export function seriesOf(runs: readonly RunSummary[]): readonly Series[] {
  const ended = runs.filter(({ status }) => hasEnded(status)).toReversed()
  return measures
    .map(({ id, title, of }) => ({ id, title, marks: ended.map((run): Mark => ({ run, value: of(run) })) }))
    .filter(({ id, marks }) => id !== 'usd' || marks.some(({ value }) => value !== null && value > 0))
}

/** Of finished runs only: one that was stopped early would make a flow look quick and cheap. Null if there is none. */
export function summaryOf({ marks }: Pick<Series, 'marks'>): Summary | null {
  const known = marks.flatMap(({ run, value }) => (run.status === 'completed' && value !== null ? [value] : []))
  const latest = known.at(-1)
  if (latest === undefined) return null
  return {
    mean: known.reduce((sum, one) => sum + one, 0) / known.length,
    least: Math.min(...known),
    most: Math.max(...known),
    latest,
  }
}

/** "12 done, 2 failed, 1 stopped". */
export function outcomeWords(runs: readonly RunSummary[]): string {
  const words = { completed: 'done', failed: 'failed', cancelled: 'stopped' } as const
  const counts = Object.entries(words).map(([status, word]) => {
    const many = runs.filter((run) => run.status === status).length
    return many > 0 ? `${many} ${word}` : ''
  })
  const going = runs.filter(({ status }) => !hasEnded(status)).length
  return [...counts, going > 0 ? `${going} not over yet` : ''].filter(Boolean).join(', ')
}
