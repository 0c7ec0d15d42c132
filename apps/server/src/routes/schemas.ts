import { Flow, FlowNode } from '@quorum/engine'
import { z } from 'zod'

/** What answers look like, for the OpenAPI document. Requests are parsed by the schemas beside their routes. */
export const Time = z.iso.datetime().describe('ISO 8601 UTC, milliseconds')
const Failure = z.looseObject({ code: z.string(), message: z.string() })
const Usage = z.object({
  calls: z.int(),
  inputTokens: z.int(),
  cachedTokens: z.int().optional().describe('Of the input tokens, those the provider had in its cache'),
  outputTokens: z.int(),
  usd: z.number().nullable(),
  simulated: z.boolean(),
})
export const Issue = z.looseObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']).optional(),
  message: z.string(),
  path: z.string().optional(),
  nodeId: z.string().optional(),
  edgeId: z.string().optional(),
  port: z.string().optional(),
})
export const ProblemBody = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  issues: z.array(Issue).optional(),
})
const runStatuses = ['pending', 'running', 'paused', 'completed', 'failed', 'cancelled'] as const
export const RunStatus = z.enum(runStatuses)
const NodeView = z.looseObject({
  status: z.enum([
    'idle',
    'queued',
    'waiting',
    'running',
    'retrying',
    'paused',
    'completed',
    'failed',
    'skipped',
    'cancelled',
  ]),
  counts: z.record(z.string(), z.int()),
  attempt: z.int(),
  round: z.int().nullable(),
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
  tally: z.record(z.string(), z.number()).nullable(),
  detail: z.unknown(),
  text: z.string().nullable(),
  error: Failure.nullable(),
  usage: Usage,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
  waiting: z
    .array(
      z.looseObject({ from: z.string(), port: z.string(), state: z.string(), since: Time, until: Time.nullable() }),
    )
    .describe('Whom it waits for'),
  feeders: z
    .array(z.object({ from: z.string(), port: z.string(), state: z.string() }))
    .describe('While it waits, all who feed it'),
})
export const RunView = z.looseObject({
  id: z.string(),
  flowId: z.string().nullable(),
  revision: z.int().nullable(),
  replayOf: z.string().nullable().describe('The run it replays without asking a model'),
  status: RunStatus,
  waitingFor: z.array(
    z.looseObject({ nodeId: z.string(), path: z.string(), kind: z.string(), since: Time, deadline: Time.nullable() }),
  ),
  seq: z.int(),
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
  input: z.unknown(),
  output: z.record(z.string(), z.unknown()).nullable(),
  error: Failure.nullable(),
  usage: Usage,
  nodes: z.record(z.string(), NodeView),
})
export const StoredFlow = z.object({ id: z.string(), revision: z.int(), flow: Flow, createdAt: Time, updatedAt: Time })
export const FlowSummary = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  revision: z.int(),
  nodeCount: z.int(),
  createdAt: Time,
  updatedAt: Time,
})
export const RunSummary = z.looseObject({
  id: z.string(),
  flowId: z.string().nullable(),
  revision: z.int().nullable(),
  name: z.string(),
  status: RunStatus,
  createdAt: Time,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
})
export const Step = z.looseObject({
  path: z.string(),
  nodeId: z.string(),
  status: z.string(),
  input: z.unknown(),
  output: z.unknown(),
  error: Failure.nullable(),
  attempts: z.array(
    z.object({
      attempt: z.int(),
      startedAt: Time,
      endedAt: Time.nullable(),
      error: Failure.optional(),
      usage: Usage.optional(),
    }),
  ),
  usage: Usage,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
})
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** Named in the OpenAPI document; everything else stands where it is used. */
export const named = {
  Flow,
  FlowNode,
  Usage,
  Issue,
  Problem: ProblemBody,
  RunView,
  NodeView,
  StoredFlow,
  FlowSummary,
  RunSummary,
  Step,
}

export const iso = (ms: number): string => new Date(ms).toISOString()
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))
