import { failed, type ItemOutcome, type Outcome, type PoolRecord, type Value } from '@quorum/engine'

interface Rule {
  readonly failure: 'collect' | 'failFast' | 'threshold'
  readonly minSuccess?: number
  readonly enough?: number | undefined
}

/** `{ok, failed, cancelled}`, `skipped` where a body sent some items nowhere or tasks were blocked, `running` where it did not wait for all. */
export function summaryOf(outcomes: readonly ItemOutcome[]): Readonly<Record<string, number>> {
  const count = (status: ItemOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length
  const skipped = count('skipped')
  const running = count('running')
  return {
    ok: count('ok'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    ...(skipped > 0 ? { skipped } : {}),
    ...(running > 0 ? { running } : {}),
  }
}

/** What the end of every pool of tasks tells of itself. */
export const recordOf = (
  outcomes: readonly ItemOutcome[],
  { lanes, steals, scaling }: PoolRecord,
): Record<string, Value> => ({
  ...summaryOf(outcomes),
  ran: ranOf(outcomes, lanes),
  ...(steals > 0 ? { stolen: steals } : {}),
  ...(scaling.length > 0 ? { scaling: scaling.map((step) => ({ ...step })) } : {}),
})

/** What each lane has done: those that left before the end, too. */
function ranOf(outcomes: readonly ItemOutcome[], lanes: PoolRecord['lanes']): Value[] {
  const ids = new Set([...lanes.map(({ id }) => id), ...outcomes.flatMap(({ lane }) => lane ?? [])])
  return [...ids]
    .toSorted((a, b) => a - b)
    .map((id) => {
      const own = outcomes.filter(({ lane }) => lane === id)
      const many = (status: ItemOutcome['status']) => own.filter((outcome) => outcome.status === status).length
      return { id, done: many('ok'), failed: many('failed') }
    })
}

/** The failure of a pool that may not go on with what it has; null if it may. */
export function refusalOf({ failure, minSuccess = 1, enough }: Rule, outcomes: readonly ItemOutcome[]): Outcome | null {
  const { ok = 0, failed: bad = 0 } = summaryOf(outcomes)
  const first = outcomes.find(({ status }) => status === 'failed')
  const because = first ? ` Item ${first.index + 1}: ${first.error?.message}` : ''
  if (failure === 'failFast' && bad > 0) {
    const message = `An item failed, and this pool stops at the first failure.${because}`
    return failed('pool-failed', message, summaryOf(outcomes))
  }
  // Compared as whole numbers of items, with room for the last digit of a share such as 0.7.
  const done = enough !== undefined && ok >= enough
  if (failure !== 'threshold' || done || ok >= minSuccess * outcomes.length - 1e-9) return null
  const message = `Only ${ok} of ${outcomes.length} items succeeded; ${Math.round(minSuccess * 100)} % were needed.${because}`
  return failed('pool-failed', message, summaryOf(outcomes))
}

export const resultsOf = (outcomes: readonly ItemOutcome[]): Value[] =>
  outcomes.flatMap(({ status, value }) => (status === 'ok' ? [value ?? null] : []))

export const plain = ({ index, status, value, error, attempts }: ItemOutcome): Value => ({
  index,
  status,
  ...(value === undefined ? {} : { value }),
  ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
  ...(attempts === undefined ? {} : { attempts }),
})

/** One entry per task: what it was, what became of it, and which lane did it. */
export const tasksOf = (outcomes: readonly ItemOutcome[], { items }: PoolRecord): Value[] =>
  outcomes.map((outcome) => {
    const { index: _, ...rest } = plain(outcome) as { readonly index: number; readonly [key: string]: Value }
    return { task: items[outcome.index] ?? null, outcome: rest, worker: outcome.lane ?? null }
  })
