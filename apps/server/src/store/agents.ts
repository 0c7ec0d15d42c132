import { type Flow, isRecord, type RunEvent, type Value } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'

/** Who worked in a run or inside one of its steps, and how often something was tried. */
export interface Workforce {
  /**
   * Members that asked a model: who takes part in several steps of a pattern counts once. Of a pool as many as it had
   * lanes, or items at work at the same time.
   */
  readonly agents: number
  /** Begun attempts of the steps that asked. */
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

/** The member behind a step, by the key of its node: `council/reviewer` → `council/member`. */
export function memberIn(flow: Flow | null): (node: string) => string {
  const kinds = new Map(flow?.nodes.map(({ id, kind }) => [id, kind]))
  return (node) => {
    const [id = '', ...inner] = node.split('/')
    const step = inner.join('/')
    return step === '' ? node : `${id}/${definitionOf(kinds.get(id) ?? '')?.member?.(step) ?? step}`
  }
}

/** Counts over all events of a run or inside a step, oldest first. */
export function workforceOf(events: readonly RunEvent[], memberOf: (node: string) => string): Workforce {
  const lanes = new Map<string, number>()
  const atWork = new Map<string, number>()
  const peaks = new Map<string, number>()
  const tries = new Map<string, number>()
  const told = new Map<string, string>()
  /** Paths of steps that asked, and the keys of their nodes. */
  const asking = new Map<string, string>()
  for (const event of events) {
    if (!('path' in event)) continue
    const { path } = event
    if ('input' in event && event.input !== undefined && event.node.includes('/')) told.set(path, toldToBe(event.input))
    if (event.type === 'item.opened') {
      const pool = withoutNumbers(path.slice(0, path.lastIndexOf('[')))
      if (event.lane !== undefined) lanes.set(path.replace(/#\d+$/, ''), event.lane)
      atWork.set(pool, (atWork.get(pool) ?? 0) + 1)
      peaks.set(pool, Math.max(peaks.get(pool) ?? 0, atWork.get(pool) ?? 0))
    } else if (event.type === 'item.settled' || event.type === 'item.returned') {
      const pool = withoutNumbers(path.slice(0, path.lastIndexOf('[')))
      atWork.set(pool, (atWork.get(pool) ?? 0) - 1)
    } else if (event.type === 'node.started') tries.set(path, (tries.get(path) ?? 0) + 1)
    if ('usage' in event && event.usage && event.usage.calls > 0) asking.set(path, event.node)
  }
  /** By the drawn step: the places it was at work in, how many of them there can have been, and whom it was told to be. */
  const steps = new Map<string, { member: string; most: number; places: Set<string>; people: Set<string> }>()
  for (const [path, node] of asking) {
    const around = itemAround(path)
    const lane = around ? lanes.get(around.item) : undefined
    const step = withoutNumbers(path)
    const most = around && lane === undefined ? (peaks.get(around.pool) ?? 1) : Number.POSITIVE_INFINITY
    const known = steps.get(step) ?? { member: memberOf(node), most, places: new Set(), people: new Set() }
    known.places.add(lane === undefined ? (around?.item ?? '') : `lane ${lane}`)
    known.people.add(told.get(path) ?? '')
    steps.set(step, known)
  }
  const members = new Map<string, number>()
  for (const { member, most, places, people } of steps.values()) {
    const many = Math.max(people.size, Math.min(places.size, Math.max(1, most)))
    members.set(member, Math.max(members.get(member) ?? 0, many))
  }
  return {
    agents: [...members.values()].reduce((sum, many) => sum + many, 0),
    tries: [...asking.keys()].reduce((sum, path) => sum + (tries.get(path) ?? 1), 0),
  }
}

/** What an inner step of a pattern is given says who it is to be: speakers of a chat take turns in the same step. */
const toldToBe = (input: Value): string =>
  isRecord(input) && typeof input.system === 'string' ? `${input.model ?? ''} ${input.system}` : ''
