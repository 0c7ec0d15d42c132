import { z } from 'zod'
import { limits } from '../limits.ts'

/** Ids are opaque. `__proto__` and friends are refused because ids become keys of maps (SECURITY S8). */
export const Id = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"')
  .refine((id) => !['__proto__', 'constructor', 'prototype'].includes(id), 'is a reserved word')

/** Flow units of the canvas, px at zoom 1. */
export const Point = z.looseObject({ x: z.number(), y: z.number() })

/** What happens when a node that calls out goes wrong (API.md rule 10). */
export const Policy = z.looseObject({
  /** Total tries, the first included. */
  attempts: z.int().min(1).max(20).optional(),
  /** Wait before the second try; doubled for each further one, with equal jitter. */
  backoffMs: z.number().min(0).max(3_600_000).optional(),
  /** Longest time one try may take. */
  timeoutMs: z.number().min(1).max(86_400_000).optional(),
  onError: z.enum(['fail', 'port', 'fallback']).optional(),
  fallbackValue: z.json().optional(),
})
export type Policy = z.infer<typeof Policy>

export const FlowNode = z.looseObject({
  id: Id,
  kind: z.string().min(1).max(64),
  title: z.string().max(200).optional(),
  position: Point.default({ x: 0, y: 0 }),
  params: z.record(z.string(), z.unknown()).default({}),
  policy: Policy.optional(),
  /** The container (pool, …) in whose body this node lives. */
  parent: Id.optional(),
  size: z.looseObject({ width: z.number().positive(), height: z.number().positive() }).optional(),
})
export type FlowNode = z.infer<typeof FlowNode>

export const Edge = z.looseObject({
  id: Id,
  source: Id,
  sourcePort: z.string().min(1).max(64).optional(),
  target: Id,
  targetPort: z.string().min(1).max(64).optional(),
  /** Only read on a back edge: how often its loop may run (API.md rule 6). */
  maxRounds: z.int().min(1).max(10_000).optional(),
})
export type Edge = z.infer<typeof Edge>

/** Of a note or a group: grey, blue, green, amber, pink, violet; drawn in the usual colour if it is none of these. */
const Tint = z.string().max(32)

export const Note = z.looseObject({
  id: Id,
  text: z.string().max(limits.textChars),
  position: Point,
  tint: Tint.optional(),
})
export type Note = z.infer<typeof Note>

/** A frame around steps of one level. For the eye alone: a run knows nothing of it. */
export const Group = z.looseObject({
  id: Id,
  title: z.string().max(200).optional(),
  text: z.string().max(limits.textChars).optional(),
  tint: Tint.optional(),
  /** Drawn as one box. */
  folded: z.boolean().optional(),
  /** Ids of its steps. One that is in no flow is passed over; one in two groups counts for the first. */
  nodes: z.array(Id).max(limits.nodes),
})
export type Group = z.infer<typeof Group>

export const Budget = z.looseObject({
  calls: z.int().min(0).optional(),
  tokens: z.int().min(0).optional(),
  usd: z.number().min(0).optional(),
  ms: z.number().min(0).optional(),
})
export type Budget = z.infer<typeof Budget>

export const Settings = z.looseObject({
  model: z.string().max(200).optional(),
  seed: z.int().optional(),
  /** Effects in flight in one run. */
  concurrency: z.int().min(1).max(1_000).optional(),
  budget: Budget.optional(),
  /** Figures people know better than an estimate, by the id of the assumption (`answerTokens`, `items:pool`). */
  assumptions: z.record(z.string().max(200), z.number().min(0)).optional(),
  onFailure: z.enum(['continue', 'stop']).optional(),
})

/** The flow file, format `quorum.flow/1`. Unknown fields and unknown kinds survive load and save. */
export const Flow = z.looseObject({
  format: z.literal('quorum.flow/1'),
  name: z.string().min(1).max(200),
  description: z.string().max(limits.textChars).default(''),
  settings: Settings.default({}),
  nodes: z.array(FlowNode).max(limits.nodes),
  edges: z.array(Edge).max(limits.edges),
  notes: z.array(Note).max(limits.notes).default([]),
  groups: z.array(Group).max(limits.groups).optional(),
})
export type Flow = z.infer<typeof Flow>
/** A flow as people may write it: everything with a default may be left out. */
export type FlowFile = z.input<typeof Flow>
