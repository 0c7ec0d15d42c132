import { StepFailure } from '../failure.ts'
import type { NodePlan } from '../flow/compile.ts'
import type { NodeInput, Reuse, SharedOptions } from '../node.ts'
import type { Value } from '../value.ts'
import type { RunError, RunEvent } from './event.ts'
import type { Activation, LoopRun, RunState, Shared } from './state.ts'

/** So many beginnings and failures are remembered: no rate or breaker may ask for more. */
const MOST_REMEMBERED = 1_000

/** Failures that say nothing about what is inside. */
const NOT_COUNTED = new Set(['cancelled', 'budget', 'circuit-open'])

function sharedOf(run: RunState, { loop }: Activation): Shared {
  const key = loop?.share ?? ''
  let shared = run.shared.get(key)
  if (!shared) {
    shared = {
      holders: new Set(),
      queue: new Set(),
      opened: [],
      failures: [],
      openUntil: null,
      probe: null,
      kept: null,
    }
    run.shared.set(key, shared)
  }
  return shared
}

function shareOf({ node, input }: Activation, { name, per }: SharedOptions): string {
  const share = name === null ? `node ${node.key}` : `name ${name}`
  return per ? `${share} ${per(input.value)}` : share
}

/** A loop has been opened: it lines up. Part of the fold, as all changes here. */
export function joinShared(run: RunState, owner: Activation): void {
  const options = owner.node.loop?.shared
  if (!options || !owner.loop) return
  owner.loop.share = shareOf(owner, options)
  sharedOf(run, owner).queue.add(owner)
}

export function beginShared(run: RunState, owner: Activation, at: number): void {
  run.gated.delete(owner)
  const options = owner.node.loop?.shared
  if (!options) return
  const shared = sharedOf(run, owner)
  shared.queue.delete(owner)
  shared.holders.add(owner)
  shared.opened.push(at)
  if (shared.opened.length > MOST_REMEMBERED) shared.opened.shift()
  if (shared.openUntil !== null) shared.probe = owner
  wakeNext(run, shared)
}

/** The circuit breaker hears how a round ended. */
export function endShared(run: RunState, owner: Activation, error: RunError | null, at: number): void {
  const options = owner.node.loop?.shared
  if (options?.keep && owner.loop && !error) keep(run, owner.loop, at)
  if (!options?.breaker) return
  const shared = sharedOf(run, owner)
  const { failures, windowMs, openMs } = options.breaker
  const probing = shared.probe === owner
  if (probing) shared.probe = null
  if (error && !NOT_COUNTED.has(error.code)) {
    shared.failures = [...shared.failures.filter((then) => then > at - windowMs), at]
    if (!probing && shared.failures.length < failures) return
    shared.openUntil = at + openMs
    shared.failures = []
  } else if (probing && !error) {
    shared.openUntil = null
    shared.failures = []
  }
  wakeNext(run, shared)
}

export function leaveShared(run: RunState, owner: Activation): void {
  run.gated.delete(owner)
  const options = owner.node.loop?.shared
  if (!options) return
  const shared = sharedOf(run, owner)
  shared.holders.delete(owner)
  shared.queue.delete(owner)
  if (shared.probe === owner) shared.probe = null
  wakeNext(run, shared)
  // One for each value would be many.
  const idle = shared.holders.size === 0 && shared.queue.size === 0 && shared.kept === null
  if (options.per && idle) run.shared.delete(owner.loop?.share ?? '')
}

/** Of a node that may take what an earlier one made, or turn its input away: one more has ended without a round, or after one. */
export function noteReuse(run: RunState, { node, loop }: Activation): void {
  const shared = node.loop?.shared
  if (loop && (shared?.keep || shared?.breaker)) run.reuse.set(node.key, oneMore(run, node, loop.round === 0))
}

/** With the one that is about to end. */
export function oneMore(run: RunState, { key }: NodePlan, again: boolean): Reuse {
  const { made, reused } = run.reuse.get(key) ?? { made: 0, reused: 0 }
  return again ? { made, reused: reused + 1 } : { made: made + 1, reused }
}

/** Only the latest are kept, so that a long run does not fill the memory. */
function keep(run: RunState, { share, state }: LoopRun, at: number): void {
  const shared = run.shared.get(share)
  if (!shared) return
  shared.kept = { value: state, at }
  run.keeping.delete(share)
  run.keeping.add(share)
  if (run.keeping.size <= MOST_REMEMBERED) return
  const [oldest = ''] = run.keeping
  run.keeping.delete(oldest)
  const old = run.shared.get(oldest)
  if (!old) return
  old.kept = null
  if (old.holders.size === 0 && old.queue.size === 0) run.shared.delete(oldest)
}

/** Whoever stands first is looked at again; those that wait for a condition let others pass. */
function wakeNext(run: RunState, { queue }: Shared): void {
  for (const owner of queue) {
    run.doubts.push({ about: 'loop', owner })
    if (!run.gated.has(owner)) return
  }
}

/** What holds a loop up may have changed. */
export function wakeGated(run: RunState): void {
  for (const owner of run.gated) run.doubts.push({ about: 'loop', owner })
}

/** What the conditions of a loop speak of: the memory as it is, the rest as it was when the loop was opened. */
export const namesNow = (run: RunState, { node, input }: Activation): NodeInput['names'] =>
  node.recalls ? { ...input.names, memory: run.memory.values } : input.names

/**
 * Whether a round may begin now; `closed`: the circuit is open; `at`: when to look again; `wait`: it will be woken;
 * `kept`: an earlier one has made what it would.
 */
export function mayBegin(
  run: RunState,
  owner: Activation,
  now: number,
): 'yes' | 'wait' | 'closed' | StepFailure | { readonly at: number } | { readonly kept: Value } {
  const { node, loop } = owner
  const options = node.loop
  if (loop?.round === 0 && options?.startWhen) {
    const holds = heldBy(() => options.startWhen?.(namesNow(run, owner)) ?? true)
    if (holds instanceof StepFailure) return holds
    if (!holds) {
      run.gated.add(owner)
      return 'wait'
    }
  }
  run.gated.delete(owner)
  const wants = options?.shared
  if (!wants) return 'yes'
  const shared = sharedOf(run, owner)
  const { kept } = shared
  if (wants.keep && kept && (wants.keep.ms === null || now < kept.at + wants.keep.ms)) return { kept: kept.value }
  if (!shared.holders.has(owner)) {
    if (firstOf(run, shared) !== owner) return 'wait'
    if (wants.places !== undefined && shared.holders.size >= wants.places) return 'wait'
  }
  if (wants.breaker && shared.openUntil !== null && (now < shared.openUntil || shared.probe !== null)) return 'closed'
  const { rate } = wants
  const free = rate ? (shared.opened.at(-rate.count) ?? Number.NEGATIVE_INFINITY) + rate.perMs : now
  return free > now ? { at: free } : 'yes'
}

/** What is not remembered yet may be later. */
function heldBy(holds: () => boolean): boolean | StepFailure {
  try {
    return holds()
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error
    return error.code === 'missing-value' ? false : error
  }
}

function firstOf(run: RunState, { queue }: Shared): Activation | null {
  for (const owner of queue) if (!run.gated.has(owner)) return owner
  return null
}

/** A round failed and will be tried again, in another way perhaps. */
export function noteMishap(loop: LoopRun, event: RunEvent & { type: 'node.retrying' }): void {
  const { failure, attempt, at, recovery } = event
  loop.mishaps.push({ ...failure, round: attempt, action: recovery?.action ?? 'try again', at })
  loop.change = recovery?.change ?? loop.change
  loop.timeoutMs = recovery?.timeoutMs ?? loop.timeoutMs
}
