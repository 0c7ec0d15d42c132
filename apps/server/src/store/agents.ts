import type { RunEvent } from '@quorum/engine'

/** Who worked inside a step, and how often something was tried. */
export interface Workforce {
  /** Steps that asked a model; of a pool as many of each as it had lanes, or items at work at the same time. */
  readonly agents: number
  /** Begun attempts of those steps. */
  readonly tries: number
}

/** `docs[17]/check#2` → the item it lies in, and the pool's path without items and rounds around it. */
function itemAround(path: string): { readonly item: string; readonly pool: string } | null {
  const end = path.lastIndexOf(']')
  if (end < 0) return null
  const item = path.slice(0, end + 1)
  return { item, pool: withoutNumbers(item.slice(0, item.lastIndexOf('['))) }
}

const withoutNumbers = (path: string): string => path.replace(/\[\d+\]|#[\d.]+/g, '')

/** Counts over all events inside a step, oldest first. */
export function workforceOf(events: readonly RunEvent[]): Workforce {
  const lanes = new Map<string, number>()
  const atWork = new Map<string, number>()
  const peaks = new Map<string, number>()
  const tries = new Map<string, number>()
  const asking = new Set<string>()
  for (const event of events) {
    if (!('path' in event)) continue
    const { path } = event
    if (event.type === 'item.opened') {
      const pool = withoutNumbers(path.slice(0, path.lastIndexOf('[')))
      if (event.lane !== undefined) lanes.set(path.replace(/#\d+$/, ''), event.lane)
      atWork.set(pool, (atWork.get(pool) ?? 0) + 1)
      peaks.set(pool, Math.max(peaks.get(pool) ?? 0, atWork.get(pool) ?? 0))
    } else if (event.type === 'item.settled' || event.type === 'item.returned') {
      const pool = withoutNumbers(path.slice(0, path.lastIndexOf('[')))
      atWork.set(pool, (atWork.get(pool) ?? 0) - 1)
    } else if (event.type === 'node.started') tries.set(path, (tries.get(path) ?? 0) + 1)
    if ('usage' in event && event.usage && event.usage.calls > 0) asking.add(path)
  }
  return {
    agents: agentsOf(asking, lanes, peaks),
    tries: [...asking].reduce((sum, path) => sum + (tries.get(path) ?? 1), 0),
  }
}

function agentsOf(
  asking: ReadonlySet<string>,
  lanes: ReadonlyMap<string, number>,
  peaks: ReadonlyMap<string, number>,
): number {
  /** By the drawn step: those that took its part, and how many of them there can have been. */
  const steps = new Map<string, { readonly who: Set<string>; readonly most: number }>()
  for (const path of asking) {
    const around = itemAround(path)
    const lane = around && lanes.get(around.item)
    const step = withoutNumbers(path)
    const most = around && lane === undefined ? (peaks.get(around.pool) ?? 1) : Number.POSITIVE_INFINITY
    const known = steps.get(step) ?? { who: new Set<string>(), most }
    known.who.add(around ? (lane === undefined || lane === null ? around.item : `lane ${lane}`) : '')
    steps.set(step, known)
  }
  return [...steps.values()].reduce((sum, { who, most }) => sum + Math.min(who.size, Math.max(1, most)), 0)
}
