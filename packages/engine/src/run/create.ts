import { compile } from '../flow/compile.ts'
import type { Kit } from '../node.ts'
import { advance, resume, type Turn } from './advance.ts'
import { apply } from './apply.ts'
import type { RunRecord } from './backend.ts'
import type { RunEvent } from './event.ts'
import { Projection } from './project.ts'
import type { RunState } from './state.ts'

const DEFAULT_CONCURRENCY = 10

/** The state of a run before its first event. The flow must have no errors. */
export function createState(record: RunRecord, kit: Kit): RunState {
  const plan = compile(record.flow, kit)
  return {
    id: record.id,
    plan,
    flowId: record.flowId,
    revision: record.revision,
    concurrency: record.flow.settings.concurrency ?? DEFAULT_CONCURRENCY,
    stopOnFailure: record.flow.settings.onFailure === 'stop',
    budget: record.flow.settings.budget ?? {},
    seed: record.seed,
    seq: 0,
    input: record.input,
    startedAt: 0,
    root: null,
    frames: new Map(),
    active: new Map(),
    waiting: new Set(),
    aborts: [],
    inFlight: 0,
    outputs: new Map(),
    failure: null,
    cancelling: null,
    ended: false,
    doubts: [],
    queue: [],
    view: new Projection(plan),
  }
}

/** Folds a stored log. */
export function fold(state: RunState, events: Iterable<RunEvent>): void {
  for (const event of events) {
    apply(state, event)
    state.doubts.length = 0
    state.aborts.length = 0
  }
}

/** A run that begins, or goes on where its log ends: the state and its first turn. */
export function openRun(
  record: RunRecord,
  kit: Kit,
  events: Iterable<RunEvent>,
  now: number,
): { state: RunState; turn: Turn } {
  const state = createState(record, kit)
  fold(state, events)
  if (state.seq > 0) return { state, turn: resume(state, now) }
  return { state, turn: advance(state, { type: 'start', input: record.input, seed: record.seed }, now) }
}
