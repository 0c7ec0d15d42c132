import type { PoolOptions, Scaling } from '../node.ts'
import { desiredLanes, type Measured, type Step, targetStep, thresholdStep } from '../pool/scaling.ts'
import type { Pool } from './poolState.ts'
import type { Activation, RunState } from './state.ts'
import { emit, type Work } from './turn.ts'

/** Ticks lie at whole intervals from the moment the pool was opened, whenever it is looked at. */
export const nextTick = (pool: Pool, { intervalMs }: Scaling, now: number): number =>
  pool.openedAt + (Math.floor((now - pool.openedAt) / intervalMs) + 1) * intervalMs

/** One decision per interval; only those that change something are told (CATALOGUE §7.2). */
export function scale(work: Work, owner: Activation, pool: Pool, { scaling }: PoolOptions): void {
  if (!scaling || pool.closing) return
  const tick = Math.floor((work.now - pool.openedAt) / scaling.intervalMs)
  // Of ticks that nobody saw, in a pause or while the server was away, the last stands for all; who waits for the first
  // lane does not wait for a tick.
  if (tick <= pool.tick && (pool.lanes.size > 0 || pool.lanes.waiting === 0)) return
  pool.tick = tick
  const measured = measure(work.run, owner, pool, work.now)
  const step: Step | null =
    scaling.type === 'threshold' ? thresholdStep(measured, scaling) : follow(pool, measured, scaling, work.now)
  if (!step || step.to === measured.lanes) return
  emit(work, {
    type: 'pool.scaled',
    path: owner.path,
    node: owner.node.key,
    from: measured.lanes,
    to: step.to,
    why: step.why,
  })
}

function follow(pool: Pool, measured: Measured, scaling: Scaling & { type: 'target' }, now: number): Step | null {
  // After a restart nobody knows what was wanted before: the present size counts as wanted.
  if (pool.lately.length === 0) pool.lately.push({ at: now, lanes: measured.lanes })
  const lately = pool.lately.filter(({ at }) => at > now - scaling.stabilizeMs)
  const step = targetStep(
    measured,
    scaling,
    lately.map(({ lanes }) => lanes),
  )
  lately.push({ at: now, lanes: desiredLanes(measured, scaling) })
  pool.lately = lately
  return step
}

function measure(run: RunState, owner: Activation, pool: Pool, now: number): Measured {
  const { lanes } = pool
  let others = 0
  if (owner.node.pool?.scaling?.type === 'target')
    for (const other of run.active.values())
      if (other !== owner && other.pool && other.node.pool?.scaling?.type === 'target') others += other.pool.lanes.size
  return {
    lanes: lanes.size,
    busy: lanes.busy,
    queue: lanes.waiting,
    waitMs: lanes.waiting > 0 ? now - oldest(pool) : 0,
    others,
  }
}

/** When the oldest of those that wait came. */
function oldest(pool: Pool): number {
  const first = pool.lanes.oldest() ?? 0
  return pool.arrivals.findLast((arrival) => arrival.first <= first)?.at ?? pool.openedAt
}
