import { type BodyPlan, compile, type NodePlan } from '../flow/compile.ts'
import type { Flow } from '../flow/flow.ts'
import { emptyMemory } from '../memory.ts'
import type { Kit } from '../node.ts'
import { Fifo } from '../pool/queue.ts'
import { advance, resume, retry } from './advance.ts'
import { apply } from './apply.ts'
import type { RunRecord, RunStore } from './backend.ts'
import type { RunEvent } from './event.ts'
import { givenItems, givenOutcomes } from './given.ts'
import { Projection } from './project.ts'
import { Register } from './register.ts'
import { effective, revise } from './revise.ts'
import type { RunState } from './state.ts'
import { emit, type Message, newWork, type Turn } from './turn.ts'

const DEFAULT_CONCURRENCY = 10

/** Plans are never changed, so all runs of one document in memory share them. */
const plans = new WeakMap<Flow, { readonly kit: Kit; readonly plan: BodyPlan }>()

function planOf(flow: Flow, kit: Kit): BodyPlan {
  const known = plans.get(flow)
  if (known?.kit === kit) return known.plan
  const plan = compile(flow, kit)
  plans.set(flow, { kit, plan })
  return plan
}

/** The state of a run before its first event. The flow must have no errors. */
export function createState(record: RunRecord, kit: Kit, store: Pick<RunStore, 'events'>): RunState {
  const plan = planOf(record.flow, kit)
  const bodies = new Map<string, BodyPlan | null>()
  const bodyOf = (node: NodePlan): BodyPlan | null => {
    if (!node.callee) return node.body
    let body = bodies.get(node.key)
    if (body === undefined) {
      const flow = node.callee.flowId === null ? record.flow : record.callees[node.callee.flowId]
      body = flow ? compile(flow, kit, `${node.key}/`) : null
      bodies.set(node.key, body)
    }
    return body
  }
  return {
    id: record.id,
    plan,
    bodyOf,
    calls: 0,
    flowId: record.flowId,
    revision: record.revision,
    replayOf: record.source?.keep === 'all' ? record.source.runId : null,
    given: givenOutcomes({ plan, bodyOf }, record.source, store),
    givenItems: givenItems(record.source, store),
    concurrency: record.flow.settings.concurrency ?? DEFAULT_CONCURRENCY,
    model: { override: record.model, fallback: record.flow.settings.model ?? null },
    stopOnFailure: record.flow.settings.onFailure === 'stop',
    budget: record.flow.settings.budget ?? {},
    paused: false,
    seed: record.seed,
    seq: 0,
    input: record.input,
    startedAt: 0,
    root: null,
    active: new Register(),
    waiting: new Set(),
    memory: emptyMemory,
    mail: new Map(),
    shared: new Map(),
    keeping: new Set(),
    reuse: new Map(),
    gated: new Set(),
    cancelledTags: new Set(),
    tries: { begun: 0, again: 0 },
    retrying: new Set(),
    deadlines: new Map(),
    aborts: [],
    inFlight: 0,
    failure: null,
    cancelling: null,
    ended: false,
    doubts: [],
    queue: new Fifo(),
    view: new Projection(plan),
  }
}

/** Folds a whole log, retries carried out. */
function fold(state: RunState, log: readonly RunEvent[]): RunState {
  for (const event of log.some((one) => one.type === 'run.retried') ? effective(state, log) : log) take(state, event)
  // A revised log may end before the stored one does.
  state.seq = log.at(-1)?.seq ?? 0
  return state
}

/** Folds the stored log of a run. Event by event, for it may be long: only one with a retry in it is needed whole. */
function folded(record: RunRecord, kit: Kit, store: Pick<RunStore, 'events'>): RunState {
  const state = createState(record, kit, store)
  for (const event of store.events(record.id)) {
    if (event.type === 'run.retried') return fold(createState(record, kit, store), [...store.events(record.id)])
    take(state, event)
  }
  return state
}

function take(state: RunState, event: RunEvent): void {
  apply(state, event)
  state.doubts.length = 0
  state.aborts.length = 0
}

/** A run that begins, or goes on where its log ends: the state and its first turn. */
export function openRun(
  record: RunRecord,
  kit: Kit,
  store: Pick<RunStore, 'events'>,
  now: number,
): { state: RunState; turn: Turn } {
  const state = folded(record, kit, store)
  if (state.seq > 0) return { state, turn: resume(state, now) }
  return { state, turn: advance(state, { type: 'start', input: record.input, seed: record.seed }, now) }
}

/** A run that cannot go on because of a fault of ours: what the store has of it, and its end. */
export function breakRun(
  record: RunRecord,
  kit: Kit,
  store: Pick<RunStore, 'events'>,
  now: number,
): { state: RunState; turn: Turn } {
  const state = folded(record, kit, store)
  const work = newWork(state, now, 0)
  if (state.root === null) emit(work, { type: 'run.started', input: record.input, seed: record.seed })
  const error = {
    code: 'internal',
    message: 'Quorum could not go on with this run. The log of the server says more; the other runs are not affected.',
  }
  emit(work, { type: 'run.ended', status: 'failed', output: null, error })
  return { state, turn: { ...work.out, tasks: [], timers: [] } }
}

/** A run that has ended goes on: its log is read without its failures. Null if it did not end in failure or cancel. */
export function reopenRun(
  record: RunRecord,
  kit: Kit,
  store: Pick<RunStore, 'events'>,
  wish: Omit<Message & { type: 'retry' }, 'type' | 'usage'>,
  now: number,
): { state: RunState; turn: Turn } | null {
  const events = [...store.events(record.id)]
  const last = events.at(-1)
  if (last?.type !== 'run.ended' || (last.status === 'completed' && !wish.paths)) return null
  const before = fold(createState(record, kit, store), events)
  const state = createState(record, kit, store)
  for (const event of revise(state, effective(state, events), wish.paths)) {
    apply(state, event)
    state.doubts.length = 0
  }
  state.seq = last.seq
  return { state, turn: retry(state, { type: 'retry', usage: before.view.usage, ...wish }, now) }
}
