import type { Value } from '../value.ts'
import type { Pool } from './poolState.ts'

/** What is shown at most, whatever the pool does. */
const MOST_LANES = 64
const MOST_STEPS = 60

/**
 * What a pool's card draws: who holds which item, what waits, how the number of lanes went. O(lanes), not O(items).
 * Lanes: `{id, item, queue, load, done, failed, out?, leaving?}`; scaling: `[ms since it opened, lanes, why]`.
 */
export function poolDetail(pool: Pool): Record<string, Value> {
  const { lanes, items, ok, failed, settled, open, closed, scaled, board } = pool
  const blocked = settled - ok - failed - pool.cancelled
  return {
    lanes: lanes.all.slice(0, MOST_LANES).map((lane) => ({
      id: lane.id,
      item: lane.held,
      queue: lane.queue.size,
      load: lane.load,
      done: lane.done,
      failed: lane.failed,
      ...(lane.inRow > 0 ? { inRow: lane.inRow } : {}),
      ...(lane.outUntil > 0 ? { outUntil: lane.outUntil } : {}),
      ...(lane.leaving ? { leaving: true } : {}),
    })),
    size: lanes.size,
    queue: lanes.waiting,
    held: board?.held ?? 0,
    board: { todo: items.length - settled - open.size, doing: open.size, done: ok, failed, blocked },
    ...(closed ? {} : { open: true }),
    ...(pool.passed ? { passed: true } : {}),
    ...(lanes.steals > 0 ? { steals: lanes.steals } : {}),
    ...(scaled.length > 0 ? { steps: scaled.slice(-MOST_STEPS).map(({ t, to, why }) => [t, to, why]) } : {}),
  }
}

/** An open pool that has nothing to do and has not been told that this was all. */
export const isWaiting = (pool: Pool, ends: 'idle' | 'closed' | undefined): boolean =>
  !pool.closed && ends === 'closed' && !pool.closing && pool.open.size === 0 && pool.lanes.waiting === 0
