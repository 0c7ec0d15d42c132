import type { Flow } from '../flow/flow.ts'
import type { Kit } from '../node.ts'
import type { Value } from '../value.ts'
import type { Cost, Range } from './range.ts'

/** What is known of a model before it is asked. */
export interface ModelFacts {
  /** US dollars per million tokens; null: not known. */
  readonly priceIn: number | null
  readonly priceOut: number | null
  /** Share of attempts that fail. */
  readonly failures: number
  /** One call. */
  readonly ms: Range
  /** It only practises: what it wrote says nothing of how long the answers of others are. */
  readonly simulated?: boolean
}

/** What earlier runs of a flow took at one of its nodes: means. A field is missing where they do not tell. */
export interface NodeHistory {
  /** How many runs were looked at. */
  readonly runs: number
  /** How often it ran, in a run. */
  readonly activations: number
  /** Calls of one activation, retries included. */
  readonly calls?: number
  /** Of one call. */
  readonly inputTokens?: number
  readonly outputTokens?: number
  /** Of one activation. */
  readonly ms?: number
  /** Of a pool. */
  readonly items?: number
}

/** Figures that people know better, by the id of the assumption. */
export type Given = Readonly<Record<string, number>>

export interface EstimateOptions {
  readonly kit: Kit
  readonly input?: Value | undefined
  /** Takes the place of every node's model. */
  readonly model?: string | undefined
  /** For nodes and flows that name none. */
  readonly defaultModel: string
  facts(model: string): ModelFacts
  /** A flow that may be called. */
  flow(id: string): Flow | undefined
  /** Besides those of the flow's settings, and before them. */
  readonly assumptions?: Given | undefined
  /** Of earlier runs of this flow, by the keys of the run view; with practice models or with others. */
  history?(nodeId: string, simulated: boolean): NodeHistory | undefined
}

export type AssumptionUnit = 'tokens' | 'items' | 'share' | 'rounds' | 'ms' | 'calls'

/** A figure that was taken for want of a better one; people may know better. */
export interface Assumption {
  /** By which it is set: `answerTokens`, `answerTokens:writer`, `way:gate:pass`. */
  readonly id: string
  readonly name: string
  readonly value: number
  readonly unit: AssumptionUnit
  /** Where the value is from: nowhere better, earlier runs, or people. */
  readonly source: 'default' | 'history' | 'given'
  /** In words. */
  readonly text: string
  readonly nodeId?: string
  /** People may set it. */
  readonly editable: boolean
}

export interface Estimate extends Cost {
  readonly assumptions: readonly Assumption[]
  /** By the keys of the run view. */
  readonly perNode: Readonly<Record<string, Cost>>
}
