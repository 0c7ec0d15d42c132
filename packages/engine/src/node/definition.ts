import type { z } from 'zod'
import type { Range } from '../estimate/range.ts'
import type { When } from '../expr/condition.ts'
import type { Edge, FlowNode } from '../flow/flow.ts'
import type { FlowIssue } from '../flow/issue.ts'
import type { Ports } from '../flow/port.ts'
import type { PoolOptions } from '../pool/options.ts'
import type { Value } from '../value.ts'
import type { LeaptRound } from './leap.ts'
import type { LoopOptions, SampleOptions } from './loop.ts'

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
