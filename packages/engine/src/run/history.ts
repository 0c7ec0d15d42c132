import type { Kit } from '../node.ts'
import { apply } from './apply.ts'
import type { RunRecord } from './backend.ts'
import { createState } from './create.ts'
import type { RunEvent } from './event.ts'
import { revise } from './revise.ts'
import type { RunState } from './state.ts'
import type { NodeView, RunView } from './view.ts'

/** Events from one kept view to the next: what a jump has to fold at most. */
const CHECKPOINT_EVERY = 500

type Head = Omit<RunView, 'nodes'>
type Changed = readonly (readonly [string, NodeView])[]

/**
 * Every moment of a run, from its log: the view as it was after each event. The fold is the engine's own, so it shows
 * what the run showed. Reading a moment costs at most {@link CHECKPOINT_EVERY} small steps, however long the log is
 * (checkpoints between deltas, as in video and in Gray & Reuter's logs).
 */
export class RunHistory {
  readonly #record: RunRecord
  readonly #kit: Kit
  #state: RunState
  /** The log with its retries carried out: what a later retry goes on from. */
  #effective: RunEvent[] = []
  readonly #events: RunEvent[] = []
  readonly #heads: Head[] = []
  readonly #changes: Changed[] = []
  readonly #checkpoints: ReadonlyMap<string, NodeView>[] = []
  #latest: Map<string, NodeView>

  /** @throws InvariantError if the flow has a kind that `kit` does not know. */
  constructor(record: RunRecord, kit: Kit) {
    this.#record = record
    this.#kit = kit
    this.#state = this.#fresh()
    const { nodes, ...head } = this.#state.view.view(this.#state)
    this.#latest = new Map(Object.entries(nodes))
    this.#checkpoints.push(new Map(this.#latest))
    this.#heads.push(head)
    this.#changes.push([])
  }

  /** Takes the next event of the log in. */
  add(event: RunEvent): void {
    if (event.type === 'run.retried') this.#retried(event)
    else this.#fold(event)
    this.#effective.push(event)
    this.#events.push(event)
    const { head, nodes } = this.#state.view.takeChanged(this.#state)
    for (const [id, node] of nodes) this.#latest.set(id, node)
    this.#heads.push(head)
    this.#changes.push(nodes)
    if (this.length % CHECKPOINT_EVERY === 0) this.#checkpoints.push(new Map(this.#latest))
  }

  /** How many events there are. */
  get length(): number {
    return this.#events.length
  }

  /** The event that led to moment `index`, from 1. */
  event(index: number): RunEvent | undefined {
    return this.#events[index - 1]
  }

  /** The view after the first `index` events; 0 is before the run. */
  at(index: number): RunView {
    const moment = Math.max(0, Math.min(this.length, Math.trunc(index)))
    const checkpoint = Math.floor(moment / CHECKPOINT_EVERY)
    const nodes = new Map(this.#checkpoints[checkpoint])
    for (let i = checkpoint * CHECKPOINT_EVERY + 1; i <= moment; i++)
      for (const [id, node] of this.#changes[i] ?? []) nodes.set(id, node)
    return { ...(this.#heads[moment] as Head), nodes: Object.fromEntries(nodes) }
  }

  #fold(event: RunEvent): void {
    apply(this.#state, event)
    this.#state.doubts.length = 0
    this.#state.aborts.length = 0
  }

  /** From here on the failures before it have not happened. */
  #retried(event: RunEvent & { type: 'run.retried' }): void {
    const before = this.#state
    this.#effective = revise(before, this.#effective, event.paths)
    this.#state = this.#fresh()
    for (const one of this.#effective) this.#fold(one)
    this.#state.seq = before.seq
    this.#fold(event)
  }

  #fresh(): RunState {
    // What it took over from another run is in its own log too.
    return createState(this.#record, this.#kit, { events: () => [] })
  }
}
