import type { z } from 'zod'
import type { Range } from './estimate/range.ts'
import type { When } from './expr/condition.ts'
import type { Failure } from './failure.ts'
import type { Edge, FlowNode } from './flow/flow.ts'
import type { FlowIssue } from './flow/issue.ts'
import type { Ports } from './flow/port.ts'
import type { HttpAnswer, HttpRequest } from './http.ts'
import type { Memory, MemoryChange } from './memory.ts'
import type { ModelAnswer, ModelRequest, Usage } from './model.ts'
import type { PoolOptions } from './pool/options.ts'
import type { Value } from './value.ts'

export type { Dispatch, ItemFacts, PoolOptions, PoolRest, PoolTally, Scaling } from './pool/options.ts'

export type Category = 'io' | 'flow' | 'agent' | 'decide' | 'scale' | 'tool' | 'human'

/**
 * When a node may run, as the engine understands it (CATALOGUE §2, API.md rules 3 and 4).
 * - `feeders`: waits for every feeder that is going to run; a failed one skips it; none live: skipped.
 * - `arrivals`: the same, but a failed, skipped or cancelled feeder only leaves a gap (`vote`).
 * - `join`: its own rule.
 */
export type Activation =
  | { readonly type: 'feeders' }
  | { readonly type: 'arrivals' }
  | {
      readonly type: 'join'
      readonly need: 'all' | 'live' | 'n' | 'one' | 'each' | 'collect'
      /** How many `n` waits for, or how many arrivals make a batch of `collect`; without it one batch of all. */
      readonly n?: number
      /** `block`: no further round begins before all of this one have come. Rounds always keep to that. */
      readonly rest: 'drain' | 'block' | 'cancel'
      readonly onUnsatisfiable: 'skip' | 'fail'
      readonly onFailed: 'fail' | 'ignore'
      /** From the first signal of this round on; then outstanding inputs count as not taken. */
      readonly deadlineMs?: number
    }

/** How a container samples: it runs its body on the same input, wave after wave, until it knows enough (an adaptive vote). */
export interface SampleOptions {
  /**
   * How many more samples to draw, from those so far in the order in which they were drawn; 0 is enough. Only asked while
   * none is in work, so that the order in which a wave comes back never matters.
   */
  more(outcomes: readonly ItemOutcome[], input: Value): number
  /** What its card shows as the tally so far. */
  tally?(outcomes: readonly ItemOutcome[], input: Value): Readonly<Record<string, number>>
  /** How many it draws, as far as its settings say. */
  readonly samples: Range
}

/** How a container repeats its body, carrying a state from round to round. */
export interface LoopOptions {
  /** Whether to go on, asked before each round with the state so far; `round` counts from 1. */
  again(at: {
    readonly state: Value
    readonly round: number
    readonly names: Readonly<Record<string, Value>>
    /** Did the last round leave the state as it was? Compared when asked. */
    readonly still: () => boolean
  }): 'next' | 'done' | 'limit'
  /** How many rounds it runs at least and at most, as far as its settings say. */
  readonly rounds?: { readonly min: number; readonly max: number }
  /**
   * A round failed: another one on the same state, or null to fail with it. Absent: it always fails. `mishaps` are the
   * rounds that failed before, `chance` is drawn from the run's seed, in [0, 1).
   */
  onError?(at: {
    readonly round: number
    readonly error: Failure
    readonly mishaps: readonly Mishap[]
    readonly chance: number
  }): Recovery | null
  /** Whether what a round made will do: a failure if not. The round has then failed. */
  check?(at: {
    readonly state: Value
    readonly round: number
    readonly names: Readonly<Record<string, Value>>
  }): Failure | null
  /** A round whose result nobody gave has failed, rather than being the last. */
  readonly needsResult?: boolean
  /** What it gives when it is done. Absent: the state on the first port. */
  done?(at: {
    readonly state: Value
    readonly mishaps: readonly Mishap[]
    readonly spent: Spent
    /** Whether the state is what an earlier one made, and how many have made or reused one so far ({@link SharedOptions.keep}). */
    readonly kept: { readonly reused: boolean; readonly times: Reuse }
  }): Outcome
  /** What it gives although it ended with this failure, which nobody inside absorbed; null: it fails with it. */
  failed?(at: {
    readonly error: Failure
    readonly spent: Spent
    readonly connected: ReadonlySet<string>
    /** Of a loop that notes it, the last first. */
    readonly done: readonly DoneStep[]
  }): Outcome | null
  /** What was done in rounds that failed is noted, and `failed` is asked whatever went wrong inside. */
  readonly notesDone?: boolean
  /**
   * Once its inside has spent more than this, what runs in it is withdrawn and the round has failed with `over-limit`.
   * `pause`: instead, and instead of running out of time, the run is paused, once.
   */
  readonly most?: { readonly calls?: number | undefined; readonly usd?: number | undefined; readonly pause: boolean }
  /** Every call of a model inside asks this one, whatever else says. */
  readonly model?: string
  /** Every call of a model inside may be answered with what the same question was answered before. */
  readonly remember?: boolean
  /** By which it can be cancelled together with others. */
  readonly tag?: string
  /** Steps inside that call out are not tried again by themselves, but by this loop, unless they say otherwise. */
  readonly soleRetry?: boolean
  /** What it shares with others of the same name in the run. */
  readonly shared?: SharedOptions
  /** The first round begins only while this holds; if nothing in the run can change it any more, the node is skipped. */
  startWhen?(names: Readonly<Record<string, Value>>): boolean
  /** Longest time a round may take; then what runs in it is withdrawn and it has failed with `timeout`. */
  readonly timeoutMs?: number
  /**
   * What the body sends to the inner port `trail` is kept, round by round, and leaves by the port `trail` at the end: a list,
   * or `{path, rounds}` where there were more rounds than this.
   */
  readonly trail?: number
  /** What its card shows of the state while it runs; bounded, whatever the loop does. */
  show?(state: Value): { readonly detail: Value; readonly progress?: { readonly done: number; readonly total: number } }
}

/** A step drawn in a loop that was done in a round that failed: one that calls out, or has others inside. */
export interface DoneStep {
  /** The node's id and title. */
  readonly step: string
  readonly title: string
  readonly round: number
  /** What it gave on its first port. */
  readonly value: Value
}

/** What a container has spent since it began: calls of models that came to an end, US dollars, time. */
export interface Spent {
  readonly calls: number
  readonly usd: number
  readonly ms: number
}

/** How often something was made, and given again. */
export interface Reuse {
  readonly made: number
  readonly reused: number
}

/** Where a loop stands that may leap. */
export interface LeapAt {
  readonly state: Value
  /** The round that would begin now. */
  readonly round: number
  /** Path of the container. */
  readonly path: string
  /** Seed of the run: a call below `path` has the seed that the engine's `callSeed` gives. */
  readonly seed: number
  /** The model that takes the place of every node's; else the flow's default. */
  readonly model: { readonly override: string | null; readonly fallback: string | null }
  /** Model calls the budget still allows. */
  readonly calls: number
}

/** Rounds that are decided at once: the same as if each had been opened. */
export interface Leap {
  /** At least one. */
  readonly rounds: number
  readonly state: Value
  /** What happened in each of them; one entry of the trail. */
  readonly page: Value
  readonly usage: Usage
}

/** A round of a leap, as it would stand on record had it been opened. */
export interface LeaptRound {
  readonly input: Value
  readonly output: Value
  /** What the body would have sent to `trail`. */
  readonly record: Value
}

/** A round that failed and was tried again. */
export interface Mishap extends Failure {
  readonly round: number
  /** What was done about it, for people and for the next decision. */
  readonly action: string
  /** Epoch ms. */
  readonly at: number
}

/** What is done about a round that failed. */
export interface Recovery {
  readonly afterMs: number
  readonly action?: string
  /** How the next round differs. */
  readonly change?: AskChange
  /** Instead of the `timeoutMs` of the options, from now on. */
  readonly timeoutMs?: number
}

/** How calls of models inside a round differ from what is drawn, because an earlier round failed. */
export interface AskChange {
  readonly model?: string
  /** Told to the model after everything else. */
  readonly note?: string
  /** How often the longest texts of the request are halved. */
  readonly shrink?: number
  /** An answer to the same question may be taken from memory. */
  readonly remember?: boolean
}

/** Places, a rate and a circuit breaker that all of one name in a run share. Waiters are served in the order they came. */
export interface SharedOptions {
  /** Null: those of the same node. */
  readonly name: string | null
  /** How many may be at work at once. */
  readonly places?: number
  /** Those for whom this gives the same text share; others have nothing to do with them. Never throws. */
  per?(value: Value): string
  /** What a round made is given to all who come later, who begin none. `ms`: for how long; null: to the end of the run. */
  readonly keep?: { readonly ms: number | null }
  /** At most `count` rounds begin in any `perMs`. */
  readonly rate?: { readonly count: number; readonly perMs: number }
  /** After `failures` failed rounds within `windowMs` none begins for `openMs`; then one at a time is tried. */
  readonly breaker?: { readonly failures: number; readonly windowMs: number; readonly openMs: number }
}

/** Where a node may send its signal, for estimates: how probable each port is, and whether one rules out the others. */
export interface Chances {
  readonly exclusive: boolean
  readonly ports: Readonly<Record<string, number>>
}

/** A node that runs another flow, or its own, as its body. */
export interface Callee {
  /** Null: the flow it is drawn in. */
  readonly flowId: string | null
  /** How deep calls may lie in calls, this one included. */
  readonly maxDepth: number
  /** How many calls a run may make in all. */
  readonly maxNodes: number
  /** Fields of the called flow's input that are set here; what reaches the node is the rest of it. */
  readonly values?: Readonly<Record<string, Value>>
}

/** The id by which edges of a body name the container around it. */
export const OUTSIDE = '@'

/**
 * The inside of a composite. Edges from {@link OUTSIDE} bring what reached the composite's input port of that name;
 * edges to it give its output ports; what reaches its port `record` becomes the node's record.
 */
export interface Body {
  readonly nodes: readonly (Pick<FlowNode, 'id' | 'kind' | 'params'> &
    Partial<Pick<FlowNode, 'title' | 'policy' | 'parent'>>)[]
  readonly edges: readonly Omit<Edge, 'id'>[]
  /** `stop`: the first failure in it that nobody handles withdraws what else is at work, and the composite fails with it. */
  readonly onFailure?: 'stop'
}

/** A kind as a tool of agents. */
export interface ToolFace {
  /** JSON Schema of the arguments a model gives it: what its settings leave open. They are the `input` of its texts. */
  readonly schema: Readonly<Record<string, unknown>>
  /** It changes something outside, so a person may want to be asked first. */
  readonly dangerous: boolean
  /** A model does the work, so what may pass is for the step's own attempts and nothing to tell the asking model. */
  readonly thinks?: boolean
  /** What of its result the model reads; all of it if absent. */
  readonly result?: (value: Value) => Value
}

/** A richer pattern, by its id in the catalogue, that keeps who works. */
export interface StepUp {
  readonly patternId: string
  readonly params: Readonly<Record<string, unknown>>
}

/** What is known of an activation before the run. */
export interface Forecast {
  /** What reaches it, where it is the run's input as it is. */
  readonly input: Value | undefined
  /** Of a composite that takes a list: how long it is. */
  readonly items: Range | null
  /** Of each call inside it. */
  readonly attempts: number
}

/** A text parameter that is a template, and where it stands. Names that begin with one of `own` are only known when it runs. */
export interface TemplateParam {
  /** Inside params, e.g. `prompt` or `members[0].prompt`. */
  readonly path: string
  readonly text: string
  readonly own?: readonly string[]
}

/** A kind as everyone sees it: browser, server, engine. `P` are its parsed parameters. */
export interface NodeDefinition<P = unknown> {
  /** Stored in every flow: never rename. */
  readonly kind: string
  readonly title: string
  readonly category: Category
  /** One plain sentence for the palette. */
  readonly summary: string
  /** Other names people search for. */
  readonly aliases: readonly string[]
  /** lucide icon name, kebab-case. */
  readonly icon: string
  readonly patternId?: string
  /** Model calls in words or formula, e.g. `2N + 1 calls`. */
  readonly cost: string
  /** Only exists inside composites: not in the palette, not in `GET /api/nodes`. */
  readonly hidden?: boolean
  /** Zod object; every field has a default where the contract gives one, and `.describe()`/`.meta()` for the inspector. */
  readonly params: z.ZodType<P>
  /** What a newly drawn node starts with, where the defaults alone would leave it useless. */
  readonly starts?: Readonly<Record<string, unknown>>
  /** The next pattern up for the same people, with what it is given of them. */
  stepUp?(params: P): StepUp | null
  /** The setting that says who works here: a role of the library may fill it in. */
  readonly role?: string
  ports(params: P): Ports
  /** The key fact behind the kind in the node's subtitle, e.g. "2 rounds". */
  fact(params: P): string
  /** At most three settings that explain the node in words. */
  rows(params: P): readonly { readonly label: string; readonly value: string }[]
  readonly width: 200 | 240 | 320
  /** Has a run strip (52 px) on the canvas. */
  readonly strip: boolean
  /** What the pill says while it runs: "Thinking". */
  readonly verb: string
  /** Calls models, tools or HTTP: `policy.attempts` is then 3 by default, else 1. */
  callsOut(params: P): boolean
  /** Input, output, fork and join take no policy. */
  readonly takesPolicy: boolean
  activation(params: P): Activation
  /** Out-ports from which a drawn back edge may start; `limit` is added to these kinds' ports by the kind itself. */
  readonly mayLoopBack: boolean
  templates(params: P): readonly TemplateParam[]
  /** Names that begin with one of `own` are only known when it runs. */
  conditions(params: P): readonly { readonly path: string; readonly when: When; readonly own?: readonly string[] }[]
  /** Model ids named in the parameters. */
  models(params: P): readonly string[]
  /** This kind takes in the run's input: its activation's value is the run's input object. */
  readonly input?: boolean
  /** This kind gives the run's output: what reaches it is stored under `name`; `all` stops everything else. */
  output?(params: P): { readonly name: string; readonly terminate: 'none' | 'all' }
  /** Names of the fields of what its first output gives, where they are known before the run. */
  fields?(params: P): readonly string[] | null
  /** The field of what reaches it that its first output is, where this is sure before the run. */
  picks?(params: P): string | null
  /** How many calls a composite makes if nothing goes wrong; gives its progress n/m. */
  calls?(params: P): number
  /** Model calls of one attempt, for estimates: 1 or 2 for kinds that call out and are no tools, unless said here. */
  asks?(params: P): Range
  /** Ports that do not always speak, for estimates. */
  chances?(params: P, connected: ReadonlySet<string>): Chances
  /** Reads or changes the run's memory, besides what its texts mention. */
  readonly usesMemory?: boolean
  /** Signals sent to it before it waits are kept until it does. */
  keepsSignals?(params: P): boolean
  /** A container with a body drawn on the canvas. */
  container?(params: P): PoolOptions
  /** A container that runs its body round after round on one state. */
  loop?(params: P): LoopOptions
  /** Tells rounds of a leap from its page: those from `from` to before `to`, counted from the first of the page. */
  leapt?(page: Value, from: number, to: number): readonly LeaptRound[]
  /** A container that samples. */
  sample?(params: P): SampleOptions
  callee?(params: P): Callee
  /** Agents may be given this kind as a tool. */
  asTool?(params: P): ToolFace
  /**
   * What it will ask for in all, as far as its settings and what reaches it tell (a composite whose rounds depend on its
   * input). What it leaves out is worked out from its inside.
   */
  forecast?(params: P, known: Forecast): Partial<Range> | null
  /** Inner nodes of a composite whose live progress, tally and detail are also its own: of each, the first that has one. */
  readonly mirrors?: readonly string[]
  /** An output that says what went wrong, `{reason, message, …}`: with nobody connected to it the node fails with that. */
  readonly complaint?: string
  /** How much it asks is up to the models: without a budget of the flow, a warning. */
  readonly wantsBudget?: boolean
  /** A composite: its inside, made of other kinds. */
  expand?(params: P): Body
  /** Inner steps that a cancel of this composite stops: what they leave behind it then tidies up itself, and ends. */
  cancelInside?(params: P): readonly string[]
  /**
   * Who takes the part of an inner step, by its id: steps of one member are one agent when those at work are counted. Without
   * it each step is somebody else.
   */
  member?(step: string): string
  /** Checks that need more than the parameter schema. */
  check?(params: P, node: FlowNode): readonly FlowIssue[]
}

type Optional =
  | 'aliases'
  | 'cost'
  | 'rows'
  | 'fact'
  | 'width'
  | 'strip'
  | 'verb'
  | 'callsOut'
  | 'takesPolicy'
  | 'activation'
  | 'mayLoopBack'
  | 'templates'
  | 'conditions'
  | 'models'

/** Fills in what most kinds have in common. */
export function defineNode<P>(
  definition: Omit<NodeDefinition<P>, Optional> & Partial<Pick<NodeDefinition<P>, Optional>>,
): NodeDefinition<P> {
  return {
    aliases: [],
    cost: '0 calls',
    rows: () => [],
    fact: () => '',
    width: 240,
    strip: false,
    verb: 'Working',
    callsOut: () => false,
    takesPolicy: true,
    activation: () => ({ type: 'feeders' }),
    mayLoopBack: false,
    templates: () => [],
    conditions: () => [],
    models: () => [],
    ...definition,
  }
}

/** One in-edge of a node when it runs. */
export interface Arrival {
  readonly edgeId: string
  readonly source: string
  /** Title of the source, or its id. */
  readonly title: string
  readonly port: string
  readonly signal:
    | { readonly live: true; readonly value: Value }
    | { readonly live: false; readonly reason: DeadReason }
}
export type DeadReason = 'notTaken' | 'skipped' | 'failed' | 'cancelled'

/** What a node gets when it runs. All values are frozen. */
export interface NodeInput {
  /** What reached the first input port, by rule 4; null if nothing did. */
  readonly value: Value
  /** The same for each port that has a live signal. */
  readonly ports: Readonly<Record<string, Value>>
  /** Every in-edge, in edge order. */
  readonly arrivals: readonly Arrival[]
  /** What templates and conditions may mention: `input nodes item index round state run`. */
  readonly names: Readonly<Record<string, Value>>
  /** What the run remembers at this moment. */
  readonly memory?: Memory
  /** Out-ports that have an edge. */
  readonly connected: ReadonlySet<string>
  /** Derived from the run's seed and the step's path: the same in every replay. */
  readonly seed: number
}

/** How an activation ends. Out-ports that are not named get `dead(notTaken)`. */
export type Outcome =
  | {
      readonly type: 'completed'
      readonly ports: Readonly<Record<string, Value>>
      readonly record?: Value
      /** What becomes of the run's memory with it. */
      readonly memory?: readonly MemoryChange[]
    }
  | { readonly type: 'failed'; readonly failure: Failure; readonly record?: Value }

export const completed = (ports: Readonly<Record<string, Value>>, record?: Value): Outcome =>
  record === undefined ? { type: 'completed', ports } : { type: 'completed', ports, record }
export const failed = (code: string, message: string, record?: Value): Outcome => ({
  type: 'failed',
  failure: { code, message },
  ...(record === undefined ? {} : { record }),
})

/** A node that waits for the world: what it waits for, until when, and its own memory. */
export interface Parked {
  readonly kind: 'time' | 'signal' | 'approval'
  /** Epoch ms. */
  readonly until: number | null
  readonly memory: Value
  /** Of a task that waits in its middle: the durable step that the answer becomes. Then the task goes on. */
  readonly step?: string
}

/** Thrown by {@link StepContext.wait}: the task stops here, and is called again once the answer is in the log. */
export class Suspension {
  readonly parked: Parked
  constructor(parked: Parked) {
    this.parked = parked
  }
}

/** What people and programs send to a waiting step. */
export interface SignalIn {
  readonly decision?: 'approve' | 'reject'
  readonly by?: string
  /** Which signal it is, for a step that waits for one of several. */
  readonly name?: string
  readonly data?: Value
}

/** The behaviour of a kind; server only. Exactly one of the three ways applies to an activation. */
export interface NodeBehaviour<P = unknown> {
  /** Pure and quick, inside the turn. Null: this activation needs `task` after all (a template with filters, a model gate). */
  inTurn?(params: P, input: NodeInput): Outcome | null
  /**
   * Everything that costs, touches the world or is not deterministic, through `ctx`. Called again after a crash: what it
   * did through `ctx.step` or `ctx.ask` answers from the log.
   * @throws StepFailure; anything else counts as a bug of the kind and fails the attempt with `internal`.
   */
  task?(ctx: StepContext, params: P, input: NodeInput): Promise<Outcome>
  /** Waits for time or people. Pure: `now` is passed in. */
  park?: {
    begin(params: P, input: NodeInput, now: number): Parked | Outcome
    onSignal(params: P, input: NodeInput, parked: Parked, signal: SignalIn, now: number): Parked | Outcome | 'duplicate'
    onDue(params: P, input: NodeInput, parked: Parked): Outcome
  }
  /**
   * Of a task that waits in its middle: what an answer (null: the time is up) comes to. Pure. A new `parked` waits on;
   * a value is what {@link StepContext.wait} then gives.
   */
  answered?(parked: Parked, signal: SignalIn | null, now: number): Parked | 'duplicate' | { readonly value: Value }
  /** The tally to show while only some feeders have arrived. Pure and quick. */
  preview?(params: P, arrivals: readonly Arrival[]): Readonly<Record<string, number>>
  /** A container's outcome once all items have settled, in the order its options ask for. */
  gather?(params: P, outcomes: readonly ItemOutcome[], pool: PoolRecord): Outcome
  /** What a container that samples makes of its samples, in the order drawn. */
  elect?(params: P, outcomes: readonly ItemOutcome[], input: NodeInput): Outcome
  /**
   * A loop whose next rounds need nothing from outside (a practice model without delay) may decide many of them inside the
   * turn, as one event. Pure and quick: some milliseconds. Null: the next round is opened as usual.
   */
  leap?(params: P, at: LeapAt): Leap | null
}

/** What a pool knows of itself at its end. */
export interface PoolRecord {
  /** All items by index, those that were added included. */
  readonly items: readonly Value[]
  readonly lanes: readonly { readonly id: number; readonly done: number; readonly failed: number }[]
  readonly steals: number
  readonly scaling: readonly PoolScaled[]
}
export interface PoolScaled {
  /** ms since the pool was opened. */
  readonly t: number
  readonly from: number
  readonly to: number
  readonly why: string
}

export interface ItemOutcome {
  readonly index: number
  /** `running` where a pool gives its results before all of its items have ended. */
  readonly status: 'ok' | 'failed' | 'skipped' | 'cancelled' | 'running'
  readonly value?: Value
  readonly error?: Failure
  /** The lane that had it last; missing: it never began. */
  readonly lane?: number
  /** Missing: one. */
  readonly attempts?: number
}

/** The one door of a runner to the world. */
export interface StepContext {
  readonly runId: string
  /** `council/answers[2]`, `critic#2`. */
  readonly path: string
  readonly attempt: number
  readonly signal: AbortSignal
  /** Does `work` once per run: if the log has `key` for this path, its value comes back at once. */
  step<T extends Value>(key: string, work: () => Promise<T>): Promise<T>
  /** A model call as a durable step. `model` falls back to the run's or flow's default. `key` only if asked more than once. */
  ask(
    request: Omit<ModelRequest, 'model' | 'seed'> & { readonly model?: string | undefined },
    key?: string,
  ): Promise<ModelAnswer>
  /** An HTTP call as a durable step. `key` only if called more than once. */
  http(request: HttpRequest, key?: string): Promise<HttpAnswer>
  /** A call of one of the server's services (files, MCP) as a durable step. `key` only if called more than once. */
  service(name: string, request: Value, key?: string): Promise<Value>
  /**
   * A call of a tool as one durable step. `work` reaches the world through a context of its own, below `key`: model calls
   * are steps by themselves there too, HTTP calls are part of this one.
   */
  tool<T extends Value>(key: string, work: (ctx: StepContext) => Promise<T>): Promise<T>
  /**
   * Waits for people or programs in the middle of a task. The first time it throws a {@link Suspension}, which the runner
   * must let pass; the run is then parked, survives a restart, and the task is called again with the answer.
   */
  wait(
    key: string,
    parked: { readonly kind: 'signal' | 'approval'; readonly memory: Value; readonly forMs: number | null },
  ): Promise<Value>
  /** Text to show while it runs; may be lost. */
  say(text: string): void
  /** Renders templates over the node's names; a missing name fails with `missing-value`. */
  render(texts: readonly string[], names: Readonly<Record<string, Value>>): Promise<readonly string[]>
  /** Runs user code in the sandbox. */
  code(source: string, input: Value, extra: Value, limits: { timeoutMs: number; memoryMb: number }): Promise<Value>
}

/** How the engine finds kinds. It knows none by name. */
export interface Kit {
  definition(kind: string): NodeDefinition | undefined
  behaviour(kind: string): NodeBehaviour | undefined
}
