import type { Scaling } from './options.ts'

/** What a pool looks like at a tick of its scaling. */
export interface Measured {
  readonly lanes: number
  readonly busy: number
  /** Items that wait for a lane. */
  readonly queue: number
  /** For how long the oldest of them has. */
  readonly waitMs: number
  /** Lanes of other pools under the same cap. */
  readonly others: number
}

export interface Step {
  readonly to: number
  /** In words: the reason stands beside the decision in the log. */
  readonly why: string
}

type Threshold = Scaling & { type: 'threshold' }
type Target = Scaling & { type: 'target' }

/** Doubles when busy, halves the surplus when idle, else stays (CATALOGUE P17). Null: stays. */
export function thresholdStep(measured: Measured, { min, max, up }: Threshold): Step | null {
  const { lanes, busy, queue } = measured
  const used = lanes === 0 ? 0 : busy / lanes
  const percent = `${Math.round(used * 100)} % busy`
  if (used > up && queue > 0 && lanes < max)
    return { to: Math.min(2 * lanes, max), why: `${percent}, ${queue} waiting` }
  if (used >= up / 2 || lanes <= min) return null
  return { to: lanes - Math.max(1, Math.floor((lanes - min) / 2)), why: `only ${percent}` }
}

const mostUp = (lanes: number): number => lanes + Math.max(lanes, 4)

/** The size at which the metric would be at its target, within the bounds; unsmoothed. */
export function desiredLanes(measured: Measured, scaling: Target): number {
  const { lanes, queue } = measured
  const { metric, target, tolerance, min, max, globalMax } = scaling
  const most = Math.max(0, Math.min(max, globalMax - measured.others))
  const clamp = (n: number): number => Math.min(most, Math.max(min, n))
  if (lanes === 0) return clamp(queue > 0 ? Math.max(1, metric === 'queuePerLane' ? Math.ceil(queue / target) : 1) : 0)
  const ratio = measureOf(measured, metric) / target
  if (Math.abs(ratio - 1) <= tolerance) return clamp(lanes)
  // Nobody is left without a lane while there is work.
  const least = queue + measured.busy > 0 ? 1 : 0
  return clamp(Math.max(least, Math.min(mostUp(lanes), Math.ceil(lanes * ratio - 1e-9))))
}

/** Follows the metric up at once, and down only as far as the highest size that was wanted lately (CATALOGUE P18). */
export function targetStep(measured: Measured, scaling: Target, lately: readonly number[]): Step | null {
  const { lanes } = measured
  const wanted = desiredLanes(measured, scaling)
  const to = wanted >= lanes ? wanted : Math.min(lanes, Math.max(wanted, ...lately))
  if (to === lanes) return null
  const { metric, target } = scaling
  const value = Math.round(measureOf(measured, metric) * 100) / 100
  return { to, why: `${words[metric]} ${value}, target ${target}` }
}

const words = { utilisation: 'share of busy lanes', queuePerLane: 'waiting per lane', waitMs: 'longest wait in ms' }

function measureOf({ lanes, busy, queue, waitMs }: Measured, metric: Target['metric']): number {
  if (metric === 'waitMs') return waitMs
  return (metric === 'utilisation' ? busy : queue) / Math.max(1, lanes)
}
