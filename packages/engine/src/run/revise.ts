import type { BodyPlan, NodePlan } from '../flow/compile.ts'
import type { RunEvent } from './event.ts'
import { itemIn } from './poolState.ts'
import type { RunState } from './state.ts'

type Settled = Extract<RunEvent, { type: 'node.completed' | 'node.failed' | 'node.skipped' | 'node.cancelled' }>
type ItemSettled = Extract<RunEvent, { type: 'item.settled' }>

/** The flow of a run and how to find what its calls open. */
type Bodies = Pick<RunState, 'plan' | 'bodyOf'>

/**
 * A log as if its failures had not happened yet: what a retry goes on from. What succeeded stays; a failed attempt becomes
 * one that is about to be tried again; what was skipped or withdrawn because of a failure is open again. With `paths` only
 * these steps or items are redone, and all that came after them.
 */
export function revise(flow: Bodies, events: readonly RunEvent[], paths?: readonly string[]): RunEvent[] {
  const history = new History(flow, events)
  if (paths) for (const path of paths) history.redo(path)
  else history.openFailures(flow.plan, '')
  return events.flatMap((event) => history.revised(event))
}

/** The log with every `run.retried` in it carried out: what a fold must see. */
export function effective(flow: Bodies, events: Iterable<RunEvent>): RunEvent[] {
  let list: RunEvent[] = []
  for (const event of events) {
    if (event.type === 'run.retried') list = revise(flow, list, event.paths)
    list.push(event)
  }
  return list
}

class History {
  readonly #flow: Bodies
  /** The last word on each step and item. */
  readonly #settled = new Map<string, Settled>()
  /** Items by path; null while one has been opened and has not settled. */
  readonly #items = new Map<string, ItemSettled | null>()
  /** The path of a node in the present round of its loop, by its path without rounds. */
  readonly #latest = new Map<string, string>()
  readonly #started = new Set<string>()
  /** Rounds of loop containers, and whether they are over. */
  readonly #rounds = new Map<string, boolean>()
  readonly #withdrawnFrom: number
  /** Steps whose end is taken back; those in `#erased` lose their whole history. */
  readonly #reopened = new Set<string>()
  readonly #erased = new Set<string>()
  readonly #reopenedItems = new Set<string>()
  /** Pools of which an item is done again: they have sent nothing yet, and nobody has asked them to end. */
  readonly #afresh = new Set<string>()
  /** Pools that had sent what they had. */
  readonly #passed = new Set<string>()

  constructor(flow: Bodies, events: readonly RunEvent[]) {
    this.#flow = flow
    let withdrawnFrom = Number.POSITIVE_INFINITY
    for (const event of events) {
      if (event.type === 'run.cancelling') withdrawnFrom = Math.min(withdrawnFrom, event.seq)
      if (event.type === 'item.opened') this.#items.set(event.path, null)
      if (event.type === 'item.settled') this.#items.set(event.path, event)
      const ofRound = event.type === 'round.opened' || event.type === 'round.closed'
      if (ofRound) this.#rounds.set(event.path, event.type === 'round.closed')
      if (event.type === 'pool.passed') this.#passed.add(event.path)
      if (event.type === 'node.started') this.#started.add(event.path)
      if (isSettled(event)) this.#settled.set(event.path, event)
      // The rounds of a loop container are no turns of it.
      if ('path' in event && !ofRound) this.#latest.set(withoutRound(event.path), event.path)
      if (event.type === 'round.settled' && event.to === 'next') this.#beginRound(event.path)
    }
    this.#withdrawnFrom = withdrawnFrom
  }

  /**
   * Reopens every step of a body that failed, or did not come to run because of a failure that nobody absorbed. What was
   * at work when the body was withdrawn goes on, and what had failed inside it or before it by then is done again.
   */
  openFailures(plan: BodyPlan, prefix: string): void {
    const results = new Set(plan.results.map((edge) => edge.source))
    const work = plan.nodes.filter(
      (node) =>
        ((node.sink || results.has(node.index)) && this.#suffers(prefix, node)) ||
        this.#withdrawn(this.#end(prefix, node)),
    )
    const seen = new Set(work.map((node) => node.index))
    for (let node = work.pop(); node; node = work.pop()) {
      this.#reopen(prefix, node)
      for (const edge of [...node.ins, ...node.backIns]) {
        const source = plan.nodes[edge.source]
        if (!source || seen.has(source.index) || !this.#suffers(prefix, source)) continue
        seen.add(source.index)
        work.push(source)
      }
    }
  }

  /** Redoes one step or item and forgets all that came after it. */
  redo(path: string): void {
    const item = itemIn(path)
    const nodePath = item?.owner ?? path
    const found = this.#find(nodePath)
    if (!found) return
    const { plan, prefix, node } = found
    if (item) {
      this.#eraseInside(path, node)
      this.#reopenItem(path, node)
    } else if (this.#suffers(prefix, node)) this.#reopen(prefix, node)
    else this.#erase(join(prefix, node.id))
    if (item) {
      const owner = this.#latest.get(withoutRound(nodePath)) ?? nodePath
      this.#reopened.add(owner)
      this.#afresh.add(owner)
    }
    const seen = new Set([node.index])
    const work = [node]
    for (let at = work.pop(); at; at = work.pop())
      for (const edge of at.outs) {
        const target = plan.nodes[edge.target]
        if (!target || edge.back || seen.has(target.index)) continue
        seen.add(target.index)
        work.push(target)
        this.#erase(join(prefix, target.id))
      }
    const owner = prefix === '' ? null : prefix
    if (owner) this.redo(owner)
  }

  revised(event: RunEvent): RunEvent[] {
    switch (event.type) {
      case 'run.ended':
      case 'run.cancelling':
      case 'run.paused':
      case 'run.resumed':
        return []
      case 'item.settled':
      case 'round.closed':
        return this.#reopenedItems.has(event.path) || this.#isErased(event.path) ? [] : [event]
      case 'round.settled':
        return event.to !== 'next' && this.#loopReopened(event.path) ? [] : this.#isErased(event.path) ? [] : [event]
      default:
        break
    }
    if (!('path' in event)) return [event]
    if (this.#isErased(event.path)) return []
    if ((event.type === 'pool.passed' || event.type === 'node.finishing') && this.#afresh.has(event.path)) return []
    if (!isSettled(event) || !this.#reopened.has(event.path)) return [event]
    if (event.type !== 'node.failed' || !this.#started.has(event.path)) return []
    const { seq, at, path, node, failure, attempts } = event
    return [{ seq, at, type: 'node.retrying', path, node, attempt: attempts, failure, dueAt: 0 }]
  }

  #end(prefix: string, node: NodePlan): Settled | undefined {
    const path = this.#latest.get(join(prefix, node.id))
    return path === undefined ? undefined : this.#settled.get(path)
  }

  /** All in a loop of back edges is as if it had not run yet. */
  #beginRound(headPath: string): void {
    const found = this.#find(headPath)
    if (!found) return
    const { plan, prefix, node } = found
    for (const member of plan.groups[node.group]?.members ?? [])
      this.#latest.delete(join(prefix, plan.nodes[member]?.id ?? ''))
  }

  /** Failed with nobody to handle it, not reached because something before it did, or withdrawn. */
  #suffers(prefix: string, node: NodePlan): boolean {
    const end = this.#end(prefix, node)
    if (end?.type === 'node.failed') return end.handled === undefined
    if (end?.type === 'node.completed') return node.threads !== null && this.#threadFailed(end.path)
    return this.#withdrawn(end) || (end?.type === 'node.skipped' && end.reason === 'failed')
  }

  /** It had not ended when the run, or the body it lies in, was withdrawn: of the latter each step is told nothing. */
  #withdrawn(end: Settled | undefined): boolean {
    return end === undefined || (end.type === 'node.cancelled' && end.seq > this.#withdrawnFrom)
  }

  /** A join that opened threads has done its part even if one of them failed. */
  #threadFailed(path: string): boolean {
    for (const [item, end] of this.#items) if (end?.status === 'failed' && isPartOf(item, path)) return true
    return false
  }

  #reopen(prefix: string, node: NodePlan): void {
    const path = this.#latest.get(join(prefix, node.id))
    if (path === undefined || this.#reopened.has(path)) return
    this.#reopened.add(path)
    const body = this.#flow.bodyOf(node)
    if (!body) return
    if (node.loop) {
      const [last] = [...this.#rounds].filter(([round]) => isPartOf(round, path)).slice(-1)
      // Between two tries nothing is at work: the next one begins by itself.
      if (last && !(last[1] && this.#withdrawn(this.#settled.get(path)))) this.#reopenItem(last[0], node)
      return
    }
    if (node.sample) {
      // A sample that failed has been counted as one that did; only what the run's own end cut off is drawn again.
      for (const [item, end] of this.#items) if (isPartOf(item, path) && this.#cutOff(end)) this.#reopenItem(item, node)
      return
    }
    if (!node.pool && node.threads === null) {
      this.openFailures(body, path)
      return
    }
    // Nobody waits for the items of a pool that has sent what it had: those still at work simply go on.
    if (this.#passed.has(path)) return
    for (const [item, end] of this.#items)
      if (isPartOf(item, path) && (end?.status === 'skipped' ? end.error : end?.status !== 'ok'))
        this.#reopenItem(item, node)
  }

  #cutOff(end: ItemSettled | null): boolean {
    if (end === null || end.status === 'cancelled') return true
    return end.status !== 'ok' && (end.seq > this.#withdrawnFrom || end.error?.code === 'budget')
  }

  #reopenItem(path: string, node: NodePlan): void {
    this.#reopenedItems.add(path)
    const body = this.#flow.bodyOf(node)
    if (body) this.openFailures(body, path)
  }

  /** An item that had succeeded is done wholly again. One that failed keeps what it had done. */
  #eraseInside(path: string, node: NodePlan): void {
    if (this.#items.get(path)?.status !== 'ok') return
    for (const { id } of this.#flow.bodyOf(node)?.nodes ?? []) this.#erase(join(path, id))
  }

  #erase(plain: string): void {
    this.#erased.add(plain)
  }

  #isErased(path: string): boolean {
    if (this.#erased.size === 0) return false
    for (let plain = withoutRound(path); plain !== ''; plain = outer(plain)) if (this.#erased.has(plain)) return true
    return false
  }

  /** A loop that gave up because of a failure inside it goes on with it. */
  #loopReopened(headPath: string): boolean {
    const found = this.#find(headPath)
    if (!found) return false
    const group = found.plan.groups[found.node.group]
    return (group?.members ?? []).some((member) => {
      const node = found.plan.nodes[member]
      const path = node && this.#latest.get(join(found.prefix, node.id))
      return path !== undefined && (this.#reopened.has(path) || this.#erased.has(withoutRound(path)))
    })
  }

  #find(path: string) {
    return nodeAt(this.#flow, path)
  }
}

/** The node a path speaks of, the body it is drawn in, and the path of that body; null if the flow has none. */
export function nodeAt(flow: Bodies, path: string): { plan: BodyPlan; prefix: string; node: NodePlan } | null {
  let plan: BodyPlan | null = flow.plan
  let prefix = ''
  const parts = path.split('/')
  for (const [index, part] of parts.entries()) {
    const id = part.replace(/[#[].*$/, '')
    const node: NodePlan | undefined = plan?.nodes[plan.byId.get(id) ?? -1]
    if (!plan || !node) return null
    if (index === parts.length - 1) return { plan, prefix, node }
    prefix = join(prefix, part)
    plan = flow.bodyOf(node)
  }
  return null
}

const isSettled = (event: RunEvent): event is Settled =>
  event.type === 'node.completed' ||
  event.type === 'node.failed' ||
  event.type === 'node.skipped' ||
  event.type === 'node.cancelled'

const join = (prefix: string, id: string): string => (prefix === '' ? id : `${prefix}/${id}`)

/** Is `path` an item or a round of the container `owner` itself, and not of one inside it? */
const isPartOf = (path: string, owner: string): boolean =>
  path.startsWith(owner) && /^(\[\d+\](#\d+)?|#\d+)$/.test(path.slice(owner.length))

/** `critic#2` is a turn of `critic`; an item keeps its number. */
const withoutRound = (path: string): string => path.replace(/#[\d.]+$/, '')

/** `docs[17]/w` lies in `docs[17]`, which lies in `docs`. */
function outer(path: string): string {
  if (path.endsWith(']')) return withoutRound(path.slice(0, path.lastIndexOf('[')))
  const cut = path.lastIndexOf('/')
  return cut < 0 ? '' : path.slice(0, cut)
}
