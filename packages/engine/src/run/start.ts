import { type Failure, InvariantError, StepFailure } from '../failure.ts'
import type { NodePlan } from '../flow/compile.ts'
import { limits } from '../limits.ts'
import type { Usage } from '../model.ts'
import { type Callee, failed, type Outcome, type Parked, type SignalIn } from '../node.ts'
import type { Value } from '../value.ts'
import { tooHeavy } from '../weigh.ts'
import type { PostResult } from './backend.ts'
import type { RunError, RunEventBody } from './event.ts'
import { enqueue, type Known } from './frames.ts'
import { deepFreeze } from './hash.ts'
import { buildInput } from './input.ts'
import { problemWith } from './pool.ts'
import { type Activation, causeOf, type Frame, pathOf, type RunState, withoutRound, withoutThreads } from './state.ts'
import { emit, type Work } from './turn.ts'

/** A node begins: in the turn, as a wait, as a task in the queue, or by opening its body. */
export function startNode(work: Work, frame: Frame, node: NodePlan): void {
  const at = { path: pathOf(frame, node), node: node.key }
  const input = buildInput(work.run, frame, node, at.path)
  const known = { frame, node, input }
  const { behaviour, params } = node
  const heavy = tooHeavy(input.value, limits.gatheredBytes)
  if (heavy) {
    failNode(work, frame, node, { ...heavy, message: `What reaches this step is too much. ${heavy.message}` }, 1, {})
    return
  }
  if (node.threads !== null) {
    emit(work, { type: 'body.opened', ...at, total: node.threads, input: input.value }, known)
    return
  }
  const given = givenOutcome(work, frame, node, at.path)
  if (given?.type === 'completed') {
    const { ports, record, memory } = given
    const recalls = node.recalls ? { recalls: true as const } : {}
    const extra = { ...(record === undefined ? {} : { record }), ...(memory ? { memory } : {}), ...recalls }
    emit(
      work,
      { type: 'node.completed', ...at, ports: deepFreeze(ports), ...extra, input: input.value, kept: true },
      known,
    )
    if (node.region.length > 0) cancelNodes(work, frame, node.region)
    return
  }
  if (given) {
    failNode(work, frame, node, given.failure, 1, { input: input.value })
    return
  }
  if (node.pool) {
    const items = node.pool.itemsOf?.(input.value) ?? input.value
    const problem = poolProblem(node, items)
    if (problem) failNode(work, frame, node, problem, 1, { input: input.value })
    else
      emit(work, { type: 'body.opened', ...at, total: (items as readonly Value[]).length, input: input.value }, known)
    return
  }
  if (node.sample) {
    emit(work, { type: 'body.opened', ...at, total: 0, input: input.value }, known)
    return
  }
  const refused = node.callee && callProblem(work.run, frame, node, node.callee)
  if (refused) {
    failNode(work, frame, node, refused, 1, { input: input.value })
    return
  }
  if (node.body || node.callee) {
    emit(work, { type: 'body.opened', ...at, total: null, input: input.value }, known)
    return
  }
  const { park, inTurn } = behaviour
  if (park) {
    const begun = guarded(() => park.begin(params, input, work.now))
    if (!isOutcome(begun) && work.run.replayOf !== null) leaveOut(work, known, at)
    else if (isOutcome(begun)) finishNode(work, frame, node, begun, 1, { input: input.value })
    else {
      emit(work, { type: 'node.waiting', ...at, parked: begun, input: input.value }, known)
      if (begun.until !== null) work.out.timers.push({ path: at.path, due: begun.until })
      takeKept(work, at.path)
    }
    return
  }
  const outcome = inTurn ? guarded(() => inTurn(params, input)) : null
  if (outcome) finishNode(work, frame, node, outcome, 1, { input: input.value })
  else if (behaviour.task && work.run.replayOf !== null) leaveOut(work, known, at)
  else if (behaviour.task) enqueue(work.run, known, work.now)
  else
    failNode(work, frame, node, { code: 'internal', message: `The kind “${node.kind}” has no way to run.` }, 1, {
      input: input.value,
    })
}

/** What had not ended in the run that is replayed was withdrawn, or nobody waited for it: nobody is asked again. */
const leaveOut = (work: Work, known: Known, at: { readonly path: string; readonly node: string }): void =>
  emit(work, { type: 'node.cancelled', ...at }, known)

/** A composite that tidies up after itself: its steps are withdrawn, and it goes on with that. False: it is no such one. */
export function cancelInside(work: Work, { node, body }: Activation): boolean {
  const inner = node.definition.cancelInside?.(node.params)
  if (!inner || !body || body.closed) return false
  cancelNodes(
    work,
    body,
    inner.flatMap((id) => body.plan.byId.get(id) ?? []),
  )
  return true
}

/** Signals that came before it waited, oldest first, as far as it takes them. */
function takeKept(work: Work, path: string): void {
  const { run } = work
  for (let signal = keptFor(run, path); signal; signal = keptFor(run, path)) {
    const activation = run.active.get(path)
    if (!activation?.parked) return
    emit(work, { type: 'signal.taken', path, node: activation.node.key }, activation)
    answerWaiting(work, activation, activation.parked, signal)
  }
}

const keptFor = (run: RunState, path: string): SignalIn | undefined => run.mail.get(withoutRound(path))?.[0]

/** What a waiting step makes of a signal. */
export function answerWaiting(work: Work, activation: Activation, parked: Parked, signal: SignalIn): PostResult {
  const { node, frame, path, input } = activation
  const answer = node.behaviour.park?.onSignal(node.params, input, parked, deepFreeze(signal), work.now)
  if (!answer) return 'not-waiting'
  if (answer === 'duplicate') return 'duplicate'
  if (isOutcome(answer)) finishNode(work, frame, node, answer, 1)
  else emit(work, { type: 'node.waiting', path, node: node.key, parked: answer }, activation)
  return 'ok'
}

function givenOutcome(work: Work, frame: Frame, node: NodePlan, path: string): Outcome | undefined {
  const { given } = work.run
  if (given.size === 0) return undefined
  return given.get(path) ?? (frame.owner === null ? given.get(node.id) : undefined)
}

type Completed = RunEventBody & { readonly type: 'node.completed' }
type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

export function finishNode(
  work: Work,
  frame: Frame,
  node: NodePlan,
  outcome: Outcome,
  attempts: number,
  more: { readonly input?: Value; readonly usage?: Usage } = {},
): void {
  if (outcome.type === 'failed') {
    const { record } = outcome
    failNode(work, frame, node, outcome.failure, attempts, record === undefined ? more : { record, ...more })
    return
  }
  const heavy = tooHeavy(outcome.ports, limits.gatheredBytes) ?? tooHeavy(outcome.record, limits.gatheredBytes)
  if (heavy) {
    failNode(
      work,
      frame,
      node,
      { ...heavy, message: `What this step gives is too much. ${heavy.message}` },
      attempts,
      more,
    )
    return
  }
  const event: Writable<Completed> = {
    type: 'node.completed',
    path: frame.cells[node.index]?.activation?.path ?? pathOf(frame, node),
    node: node.key,
    ports: deepFreeze(outcome.ports),
  }
  if (outcome.record !== undefined) event.record = outcome.record
  if (more.input !== undefined) event.input = more.input
  if (more.usage) event.usage = more.usage
  if (outcome.memory) event.memory = deepFreeze(outcome.memory)
  if (node.recalls) event.recalls = true
  emit(work, event, { frame, node })
  if (node.region.length > 0) cancelNodes(work, frame, node.region)
  if (node.definition.output?.(node.params).terminate !== 'all' || work.run.cancelling) return
  // In a called flow it ends that flow only.
  const whole = withoutThreads(frame)
  if (whole.owner) cancelNodes(work, whole, allOf(whole))
  else stopAll(work, 'terminate')
}

export function failNode(
  work: Work,
  frame: Frame,
  node: NodePlan,
  failure: Failure,
  attempts: number,
  extra: { input?: Value; record?: Value; usage?: Usage },
): void {
  const { onError, fallbackValue } = node.policy
  const handled =
    onError === 'port'
      ? { handled: 'port' as const }
      : onError === 'fallback'
        ? { handled: 'fallback' as const, fallback: fallbackValue as Value }
        : {}
  emit(
    work,
    { type: 'node.failed', path: pathOf(frame, node), node: node.key, failure, attempts, ...handled, ...extra },
    { frame, node },
  )
  if (onError !== 'fail') return
  if (work.run.stopOnFailure && !work.run.cancelling)
    stopAll(work, 'failure', causeOf(pathOf(frame, node), node, failure))
  else {
    const whole = withoutThreads(frame)
    if (whole.plan.stopOnFailure) cancelNodes(work, whole, allOf(whole))
  }
}

export function stopAll(work: Work, why: 'asked' | 'terminate' | 'failure', error?: RunError): void {
  emit(work, error ? { type: 'run.cancelling', why, error } : { type: 'run.cancelling', why })
  const root = work.run.root
  if (root) cancelNodes(work, root, allOf(root))
}

const allOf = (frame: Frame): number[] => frame.plan.nodes.map((node) => node.index)

function cancelNodes(work: Work, frame: Frame, nodes: readonly number[]): void {
  for (const index of nodes) {
    const node = frame.plan.nodes[index] as NodePlan
    if (frame.cells[index]?.phase === 'settled') continue
    const activation = frame.cells[index]?.activation
    if (activation && cancelInside(work, activation)) continue
    emit(work, { type: 'node.cancelled', path: pathOf(frame, node), node: node.key }, { frame, node })
  }
}

function callProblem(run: RunState, frame: Frame, node: NodePlan, callee: Callee): Failure | null {
  let depth = 1
  for (let at = frame.owner; at; at = at.frame.owner) if (at.node.callee) depth++
  if (depth > callee.maxDepth)
    return {
      code: 'max-depth',
      message: `“${node.title}” would call a flow ${depth} deep; ${callee.maxDepth} is allowed. Let the flow stop earlier, or raise “maxDepth”.`,
    }
  if (run.calls >= callee.maxNodes)
    return {
      code: 'max-nodes',
      message: `This run has made ${run.calls} calls of flows, and ${callee.maxNodes} are allowed. Raise “maxNodes” if that is meant.`,
    }
  if (run.bodyOf(node)) return null
  return { code: 'unknown-flow', message: `“${node.title}” calls a flow that does not exist. Choose another one.` }
}

function poolProblem(node: NodePlan, value: Value): Failure | null {
  if (Array.isArray(value)) return problemWith(null, node, value)
  return {
    code: 'not-a-list',
    message: `“${node.title}” needs a list, but got ${describe(value)}. Connect something that gives a list.`,
  }
}

const describe = (value: Value): string =>
  value === null
    ? 'nothing'
    : typeof value === 'object'
      ? 'an object'
      : `the ${typeof value} ${JSON.stringify(value).slice(0, 60)}`

const isOutcome = (value: Parked | Outcome): value is Outcome => 'type' in value

/** A kind's own code may fail on purpose with a StepFailure; anything else is a bug of the kind and fails only this node. */
export function guarded<T extends Parked | Outcome | null>(work: () => T): T | Outcome {
  try {
    return work()
  } catch (error) {
    if (error instanceof StepFailure) return failed(error.code, error.message)
    if (error instanceof InvariantError) throw error
    return failed('internal', `This step broke: ${error instanceof Error ? error.message : String(error)}`)
  }
}
