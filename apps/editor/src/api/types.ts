import type {
  Failure,
  Flow,
  FlowFile,
  FlowIssue,
  NodeStatus,
  RunError,
  RunEvent,
  RunStatus,
  Usage,
  Value,
  When,
} from '@quorum/engine'

/** Shapes of the HTTP contract (API.md §2). The run view, patches and events are the engine's own types. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

export interface FlowRecord {
  readonly id: string
  readonly revision: number
  readonly flow: Flow
  readonly createdAt: string
  readonly updatedAt: string
}

export interface FlowSummary {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly revision: number
  readonly nodeCount: number
  readonly createdAt: string
  readonly updatedAt: string
  /** Only of flows in the bin. */
  readonly deletedAt?: string
}

export interface FlowVersion {
  readonly revision: number
  readonly createdAt: string
  readonly name?: string | null
}

export interface Template {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly pattern: string
  /** What people come for, in plain words. */
  readonly outcome: string
  readonly tags: readonly string[]
  readonly flow: FlowFile
  readonly sampleInput: Value
}

export interface CatalogueKind {
  readonly kind: string
  readonly title: string
  readonly category: string
  readonly summary: string
  readonly icon: string
  readonly aliases: readonly string[]
  readonly cost: string
  readonly patternId?: string
}

export interface WizardAnswer {
  readonly text: string
  /** An example, in plain words. */
  readonly hint?: string
  /** A question's or a pattern's id. */
  readonly to: string
}
export interface WizardQuestion {
  readonly id: string
  readonly text: string
  readonly answers: readonly WizardAnswer[]
}
/** How much of it: 0 none or 1 low to 4 very high; `m` mixed, `v` variable. */
export type Degree = number | 'm' | 'v'
export interface PatternRow {
  readonly id: string
  readonly name: string
  readonly bestFor: string
  readonly parallelism: Degree
  readonly complexity: number
  readonly overhead: number
}
/** The questions that lead to a pattern. */
export interface Wizard {
  readonly start: string
  readonly questions: readonly WizardQuestion[]
  readonly addOns: readonly WizardAnswer[]
  readonly short: { readonly start: string; readonly questions: readonly WizardQuestion[] }
  readonly matrix: readonly PatternRow[]
  readonly patterns: readonly { readonly id: string; readonly name: string }[]
}

export interface Range {
  readonly min: number
  readonly expected: number
  readonly max: number
}
/** What a run will cost, before it. */
export interface Estimate {
  readonly calls: Range
  /** Null: a price is not known. */
  readonly usd: Range | null
  readonly ms: Range
  readonly tokens: Range
  readonly perNode: Readonly<
    Record<string, { readonly calls: Range; readonly tokens: Range; readonly usd: Range | null; readonly ms: Range }>
  >
  readonly assumptions: readonly Assumption[]
}
/** A figure an estimate took for want of a better one. */
export interface Assumption {
  /** By which it is set. */
  readonly id: string
  readonly name: string
  readonly value: number
  readonly unit: 'tokens' | 'items' | 'share' | 'rounds' | 'ms' | 'calls'
  readonly source: 'default' | 'history' | 'given'
  readonly text: string
  readonly nodeId?: string
  readonly editable: boolean
}

/** A stored key, without its value. */
export interface Credential {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly hint: string
  readonly hosts: readonly string[]
  readonly readable: boolean
  /** Flows that name it. */
  readonly usedBy: readonly { readonly id: string; readonly name: string }[]
}

export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly scope: string
  readonly hint: string
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly usedAt: string | null
}

export interface AuditEntry {
  readonly at: string
  readonly who: string
  readonly address: string
  readonly action: string
  readonly target: string
  readonly outcome: string
}

/** US dollars per million tokens; null: not known. Tokens a provider had in its cache cost `priceCached`, else as any. */
export interface ModelPrices {
  readonly priceIn: number | null
  readonly priceOut: number | null
  readonly priceCached?: number | null
}

export interface ModelSettings {
  /** Own models, or other prices; US dollars per million tokens, null: not known. */
  readonly own: readonly (ModelPrices & { readonly id: string })[]
  readonly limits: Readonly<
    Record<string, { readonly atOnce: number | null; readonly perMinute: number | null } | undefined>
  >
  readonly fallbacks: readonly { readonly model: string; readonly instead: readonly string[] }[]
}

export interface ServerSettings {
  readonly defaultModel: string
  readonly retentionDays: number | null
  readonly models: ModelSettings
}

export interface Model {
  readonly id: string
  readonly provider: string
  readonly label: string
  readonly simulated: boolean
  /** USD per million tokens. */
  readonly priceIn?: number
  readonly priceCached?: number
  readonly priceOut?: number
  readonly available: boolean
  readonly reason?: string
}

export interface RunSummary {
  readonly id: string
  readonly flowId: string | null
  readonly revision: number | null
  /** Of the flow, as it ran. */
  readonly name: string
  readonly status: RunStatus
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly usage: Usage | null
  readonly error: RunError | null
  /** Only where asked for, of runs that have ended: members or lanes that asked a model, and attempts of their steps. */
  readonly agents?: number
  readonly tries?: number
}

export interface RunRequest {
  readonly flowId: string
  readonly revision?: number
  readonly input?: Value
  readonly seed?: number
  readonly model?: string
  /** Goes on from an earlier run: the node and all behind it run again (`only`: just it), the rest keeps its result. */
  readonly from?: {
    readonly runId: string
    readonly nodeId: string
    readonly only?: true
    /** Results in place of those of the earlier run, by path. */
    readonly edits?: Readonly<Record<string, Value>>
  }
  /** Results given by hand, by node. */
  readonly pins?: Readonly<Record<string, Value>>
  /** Only this node and what leads to it. */
  readonly until?: string
}

export interface StepRecord {
  readonly path: string
  readonly nodeId: string
  readonly status: NodeStatus
  readonly input: Value
  readonly output: Value
  readonly error: Failure | null
  readonly attempts: readonly {
    readonly attempt: number
    readonly startedAt: string | null
    readonly endedAt: string | null
    readonly error?: Failure | null
    readonly usage?: Usage
  }[]
  readonly usage: Usage
  /** Answers of models, tools and HTTP that it got while it worked, in order. */
  readonly calls: readonly {
    readonly key: string
    readonly at: string
    readonly value: Value
    readonly usage?: Usage
  }[]
  /** What models were asked, attempt by attempt; of servers that note it. */
  readonly asked?: readonly {
    readonly key: string
    readonly attempt: number
    readonly model: string
    readonly temperature?: number
    readonly maxOutputTokens?: number
    readonly tools?: readonly string[]
    readonly messages: readonly { readonly role: string; readonly content: string; readonly tool?: string }[]
  }[]
  /** What it gave, by port; null before it has. */
  readonly ports: Readonly<Record<string, Value>> | null
  /** What its kind notes beside its result: a verdict, a tally, who decided. */
  readonly record: Value
  /** What it waits for, while it does; of an approval `memory` is `{message, decisions}`. */
  readonly parked: { readonly kind: string; readonly until: string | null; readonly memory: Value } | null
  readonly startedAt: string | null
  readonly endedAt: string | null
  /** Of containers and composites: what happened inside. */
  readonly steps?: readonly Pick<StepRecord, 'path' | 'nodeId' | 'status' | 'error'>[]
  /** Of one with steps inside: who of them asked a model, lanes of a pool counted; and how many attempts they made. */
  readonly agents?: number
  readonly tries?: number
}

export interface RunItem {
  readonly path: string
  readonly index: number
  /** Of a round: from 1. */
  readonly round?: number
  readonly status: string
  readonly label?: string
  readonly value?: Value
  readonly error?: Failure | null
  readonly startedAt?: string | null
  readonly endedAt?: string | null
}

/** What a good output is; `judge`: a person or a model says so. */
export type Expectation =
  | { readonly type: 'equals'; readonly value: Value }
  | { readonly type: 'contains'; readonly text: string }
  | { readonly type: 'condition'; readonly when: When }
  | { readonly type: 'judge'; readonly criteria: string }

export interface TestCase {
  readonly id: string
  readonly name: string
  readonly input: Value
  readonly expect: Expectation
}

export interface TestResult {
  readonly caseId: string
  readonly name: string
  readonly input: Value
  readonly expect: Expectation
  /** Null: it has not been started. */
  readonly runId: string | null
  readonly status: RunStatus | null
  readonly output: Value
  readonly error: RunError | null
  readonly usage: Usage | null
  readonly ms: number | null
  /** Null: it goes on, or somebody has to judge. */
  readonly verdict: { readonly pass: boolean; readonly reason: string; readonly by: string } | null
}

/** All cases of a flow, done once by one version of it. */
export interface TestRun {
  readonly id: string
  readonly flowId: string
  readonly revision: number
  readonly createdAt: string
  readonly results: readonly TestResult[]
}

export interface SignalBody {
  readonly decision?: 'approve' | 'reject'
  readonly by?: string
  readonly data?: Value
}

export type { FlowIssue, RunEvent }

/** A tool as an MCP server describes it. */
export interface McpTool {
  readonly name: string
  readonly description: string
  readonly schema: Readonly<Record<string, unknown>>
  readonly fingerprint: string
}
