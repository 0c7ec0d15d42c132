import type { BodyPlan, NodePlan } from '../flow/compile.ts'
import { addUsage, noUsage, type Usage } from '../model.ts'
import type { Value } from '../value.ts'
import { textStart } from '../value.ts'
import { difference, type Told } from './difference.ts'
import type { NodeStatus, RunError, RunEvent } from './event.ts'
import { iso, lookedAt, nodeView, perItem, type Shown, summary, tallyOf } from './nodeView.ts'
import type { Pool } from './poolState.ts'
import { poolDetail } from './poolView.ts'
import { mirrored, ShownNodes } from './shownNodes.ts'
import type { Activation, Frame, RunState } from './state.ts'
import type { NodeView, RunPatch, RunView } from './view.ts'
import { waitingFor } from './waiting.ts'

const TEXT_CHARS = 2_048
const MAX_LETTERS = 96

/** The bounded view of a run: O(nodes), each event O(1) (ARCHITECTURE §4). */
export class Projection {
  readonly #nodes: ShownNodes
  readonly #sent = new Map<string, Told>()
  readonly #sentRun = new Map<string, Told>()
  #usage: Usage = noUsage
  #endedAt: number | null = null
  #output: RunView['output'] = null
  #error: RunError | null = null
  #status: RunView['status'] = 'pending'

  constructor(plan: BodyPlan) {
    this.#nodes = new ShownNodes(plan)
  }

  /** The nodes of a body show from now on; those that show already stay as they are. */
  add(plan: BodyPlan): void {
    this.#nodes.add(plan)
  }

  #of(node: NodePlan): Shown {
    return this.#nodes.change(node)
  }

  runStarted(): void {
    this.#status = 'running'
  }

  runPaused(paused: boolean): void {
    this.#status = paused ? 'paused' : 'running'
  }

  /** What had been spent stays counted, though the events that spent it may be gone. */
  runRetried(usage: Usage): void {
    this.#status = 'running'
    this.#usage = usage
  }

  runEnded(event: RunEvent & { type: 'run.ended' }): void {
    this.#status = event.status
    this.#endedAt = event.at
    this.#output = event.output
    this.#error = event.error
  }

  /** A signal reached a node with several feeders. */
  arrived(node: NodePlan, frame: Frame): void {
    const shown = this.#of(node)
    shown.frame = frame
    shown.startedAt ??= null
    this.#tellWaiting(frame, node)
  }

  /** An activation enters `phase`; `from` is the phase it leaves. */
  moved(activation: Activation, from: Activation['phase'] | null, at: number): void {
    const shown = this.#of(activation.node)
    if (from) shown.active[from]--
    shown.active[activation.phase]++
    this.#tellWaiting(activation.frame, activation.node)
    if (from !== null && from !== 'queued') return
    if (activation.phase === 'queued') return
    shown.startedAt = at
    shown.endedAt = null
    shown.text = null
    shown.error = null
    const group = activation.node.group
    shown.round = group > 0 ? (activation.frame.groups[group]?.round ?? null) : shown.round
    if (activation.node.definition.calls)
      shown.progress ??= { done: 0, total: activation.node.definition.calls(activation.node.params) }
    shown.attempt = activation.attempt
  }

  /** Nodes that have heard from some of their feeders show what the others are doing. */
  #tellWaiting(frame: Frame, node: NodePlan): void {
    for (const edge of node.outs) {
      if (edge.target < 0) continue
      const target = frame.plan.nodes[edge.target]
      if (target && target.ins.length > 1 && this.#nodes.of(target)?.frame === frame) this.#of(target)
    }
  }

  attempt(activation: Activation): void {
    this.#of(activation.node).attempt = activation.attempt
  }

  failedAttempt(activation: Activation, error: NodeView['error']): void {
    this.#of(activation.node).error = error
  }

  /** What a node that is still at work has to say. */
  told(activation: Activation, record: Value): void {
    this.#of(activation.node).record = record
  }

  /** Values have left a node by these ports. */
  sent(node: NodePlan, ports: readonly string[]): void {
    const shown = this.#of(node)
    shown.sent ??= {}
    for (const port of ports) shown.sent[port] = (shown.sent[port] ?? 0) + 1
  }

  /** A node has settled; `activation` is null if it never ran as one (in the turn, skipped). */
  settled(
    node: NodePlan,
    frame: Frame,
    activation: Activation | null,
    as: 'completed' | 'failed' | 'skipped' | 'cancelled',
    at: number,
    result: {
      ports?: Readonly<Record<string, Value>>
      record?: Value | undefined
      error?: NodeView['error']
      kept?: boolean | undefined
      /** By which ports it sent, where it has no result. */
      sent?: readonly string[]
    } = {},
  ): void {
    const shown = this.#of(node)
    if (activation) shown.active[activation.phase]--
    if (activation?.loop?.round === 0) shown.inLine--
    this.#tellWaiting(frame, node)
    shown.ends[as]++
    shown.last = perItem(frame) ? summary(shown.ends) : as
    if (as !== 'skipped') {
      shown.startedAt ??= at
      shown.endedAt = at
    }
    // Items that never began will not any more.
    if (shown.letters) shown.letters = shown.letters.map((letter) => (letter === 'q' || letter === 'r' ? 'x' : letter))
    shown.items = 0
    if (shown.pool) shown.lastPool = poolDetail(shown.pool.now)
    shown.pool = null
    if (node.threads !== null && node.body) this.#notReached(node.body)
    shown.kept = result.kept ?? false
    const sent = result.sent ?? (result.ports && Object.keys(result.ports))
    if (sent) this.sent(node, sent)
    if (node.group > 0) shown.round = frame.groups[node.group]?.round ?? null
    if (activation !== null && shown.at === activation) {
      const looked = lookedAt(activation)
      shown.progress = looked.progress ?? shown.progress
      shown.record = looked.detail ?? shown.record
      shown.tally = looked.tally ?? shown.tally
      shown.at = null
    }
    if (result.record !== undefined) shown.record = result.record
    shown.tally = tallyOf(result.record) ?? shown.tally
    shown.error = result.error ?? (as === 'completed' ? null : shown.error)
    const value = result.ports && (result.ports[node.firstOutput] ?? Object.values(result.ports)[0])
    if (value !== undefined) shown.text = textStart(value, TEXT_CHARS)
    if (node.definition.callsOut(node.params)) this.#count(frame, as)
  }

  /** What no thread came to was skipped, as any other node nothing came to. */
  #notReached(plan: BodyPlan): void {
    for (const node of plan.nodes) {
      const shown = this.#of(node)
      if (shown.last === 'idle') shown.last = 'skipped'
      if (node.threads !== null && node.body) this.#notReached(node.body)
    }
  }

  /** A calling node inside a composite counts in the composite's figures. */
  #count(frame: Frame, as: 'completed' | 'failed' | 'skipped' | 'cancelled'): void {
    for (let owner = frame.owner; owner; owner = owner.frame.owner) {
      if (!owner.node.definition.expand) continue
      const shown = this.#of(owner.node)
      shown.counts[as]++
      if (shown.progress) shown.progress = { ...shown.progress, done: shown.progress.done + 1 }
    }
  }

  /** It had completed, and its loop turned that into a failure. */
  refailed(node: NodePlan, frame: Frame, error: NodeView['error'], at: number): void {
    const shown = this.#of(node)
    for (const counts of shown.counts === shown.ends ? [shown.ends] : [shown.ends, shown.counts]) {
      counts.completed--
      counts.failed++
    }
    shown.last = perItem(frame) ? summary(shown.ends) : 'failed'
    shown.error = error
    shown.endedAt = at
  }

  /** How it ended last, or `idle`. */
  endedAs(node: NodePlan): NodeStatus {
    return this.#nodes.of(node)?.last ?? 'idle'
  }

  /** A new round: what is about to run again has not run yet. */
  reset(frame: Frame, node: NodePlan): void {
    this.#tellWaiting(frame, node)
    const shown = this.#of(node)
    shown.last = 'idle'
    shown.frame = null
  }

  /** A container that is open several times at once, in several items, shows all of its items together. */
  opened(node: NodePlan, frame: Frame, pool: Pool): void {
    const shown = this.#of(node)
    const several = perItem(frame)
    const total = pool.outcomes.length
    shown.pool = several || !node.pool ? null : { now: pool, ends: node.pool.ends }
    shown.lastPool = null
    const before = several ? shown.progress : null
    shown.progress = { done: before?.done ?? 0, total: (before?.total ?? 0) + total }
    shown.letters = total <= MAX_LETTERS && !several ? new Array<string>(total).fill('q') : null
  }

  /** A loop with a view of its own state: it is looked at when somebody wants to see it. */
  looping(activation: Activation): void {
    if (activation.node.loop?.show) this.#of(activation.node).at = activation
  }

  /** One more sample of a container that draws as many as it needs. */
  drawn(activation: Activation): void {
    const shown = this.#of(activation.node)
    shown.at = activation
    if (shown.progress) shown.progress = { ...shown.progress, total: shown.progress.total + 1 }
    if (shown.letters && shown.letters.length >= MAX_LETTERS) shown.letters = null
  }

  /** An open pool was given more. */
  grown(node: NodePlan, more: number): void {
    const shown = this.#of(node)
    if (shown.progress) shown.progress = { ...shown.progress, total: shown.progress.total + more }
    if (!shown.letters) return
    const fits = shown.letters.length + more <= MAX_LETTERS
    if (fits) shown.letters.push(...new Array<string>(more).fill('q'))
    else shown.letters = null
  }

  touched(node: NodePlan): void {
    this.#of(node)
  }

  /** A loop has been opened, and begins its first round with {@link round}. */
  linedUp({ node }: Activation): void {
    this.#of(node).inLine++
  }

  /** Called before the loop itself goes on to `round`. */
  round({ node, loop }: Activation, round: number): void {
    const shown = this.#of(node)
    if (loop?.round === 0) shown.inLine--
    shown.round = round
  }

  /** `began`: it was in work. */
  item(
    node: NodePlan,
    index: number,
    status: 'running' | 'returned' | 'ok' | 'failed' | 'skipped' | 'cancelled',
    began = true,
  ): void {
    const shown = this.#of(node)
    if (shown.letters)
      shown.letters[index] = { running: 'r', returned: 'q', ok: 'c', failed: 'f', skipped: 's', cancelled: 'x' }[status]
    if (status === 'running') {
      shown.items++
      return
    }
    if (began) shown.items = Math.max(0, shown.items - 1)
    if (status === 'returned') return
    shown.counts[status === 'ok' ? 'completed' : status]++
    if (shown.progress) shown.progress = { ...shown.progress, done: shown.progress.done + 1 }
  }

  used(activation: Activation, usage: Usage): void {
    this.#usage = addUsage(this.#usage, usage)
    for (let at: Activation | null = activation; at; at = at.frame.owner) {
      const shown = this.#of(at.node)
      shown.usage = addUsage(shown.usage, usage)
    }
  }

  get usage(): Usage {
    return this.#usage
  }

  view(run: RunState): RunView {
    const nodes: Record<string, NodeView> = {}
    for (const shown of this.#nodes.all()) nodes[shown.node.key] = this.#nodeView(shown)
    return { ...this.#run(run), seq: run.seq, nodes }
  }

  /** What has changed since the last call, or null.  */
  takePatch(run: RunState): RunPatch | null {
    const nodes: Record<string, Partial<NodeView>> = {}
    for (const shown of this.#nodes.takeChanged()) {
      const { key } = shown.node
      const changed = difference(this.#sent, key, this.#nodeView(shown))
      if (changed) nodes[key] = changed
    }
    const fields = difference(this.#sentRun, 'run', this.#run(run))
    const some = Object.keys(nodes).length > 0
    if (!some && !fields) return null
    return { seq: run.seq, ...(fields ? { run: fields } : {}), ...(some ? { nodes } : {}) }
  }

  #nodeView(shown: Shown): NodeView {
    const own = nodeView(shown)
    if (!shown.node.definition.mirrors) return own
    const inner = mirrored(shown.node).map((node) => nodeView(this.#nodes.of(node) as Shown))
    if (inner.length === 0) return own
    const first = <F extends 'progress' | 'tally' | 'detail'>(field: F): NodeView[F] | null =>
      inner.find((view) => view[field] !== null)?.[field] ?? null
    return {
      ...own,
      progress: first('progress'),
      tally: first('tally') ?? own.tally,
      detail: own.detail ?? first('detail'),
    }
  }

  /** The run itself and the nodes that have changed since the last call, whole. */
  takeChanged(run: RunState): { head: Omit<RunView, 'nodes'>; nodes: readonly (readonly [string, NodeView])[] } {
    const nodes = this.#nodes.takeChanged().map((shown) => [shown.node.key, this.#nodeView(shown)] as const)
    return { head: { ...this.#run(run), seq: run.seq }, nodes }
  }

  #run(run: RunState): Omit<RunView, 'seq' | 'nodes'> {
    return {
      id: run.id,
      flowId: run.flowId,
      revision: run.revision,
      replayOf: run.replayOf,
      status: this.#status,
      waitingFor: waitingFor(run),
      startedAt: iso(run.startedAt || null),
      endedAt: iso(this.#endedAt),
      input: run.input,
      output: this.#output,
      error: this.#error,
      usage: this.#usage,
    }
  }
}
