import { type Cost, estimate, Flow, type Range, type Value, validateFlow } from '@quorum/engine'
import { kit } from '@quorum/nodes/runners'
import { z } from 'zod'
import { callableFrom } from '../flowFile.ts'
import { bodyLimits, invalid } from '../http/body.ts'
import type { Api } from '../http/route.ts'
import { measuredBy } from '../measured.ts'
import { modelFacts } from '../models/modelFacts.ts'
import type { Deps } from './deps.ts'

const RangeSchema = z.object({ min: z.number(), expected: z.number(), max: z.number() })
const CostSchema = z.object({
  calls: RangeSchema,
  tokens: RangeSchema.extend({ input: RangeSchema, output: RangeSchema }),
  usd: RangeSchema.nullable().describe('US dollars; null where a price is not known, 0 for practice models'),
  ms: RangeSchema,
})
const Estimate = CostSchema.extend({
  assumptions: z.array(
    z.object({
      id: z.string().describe('By which it is set, in `assumptions` or in `settings.assumptions` of the flow'),
      name: z.string(),
      value: z.number(),
      unit: z.enum(['tokens', 'items', 'share', 'rounds', 'ms', 'calls']),
      source: z.enum(['default', 'history', 'given']),
      text: z.string(),
      nodeId: z.string().optional(),
      editable: z.boolean(),
    }),
  ),
  perNode: z.record(z.string(), CostSchema).describe('By the keys of the run view'),
})

export function estimateRoutes(api: Api, { flows, runs, settings }: Deps): void {
  api.route(
    {
      method: 'post',
      path: '/api/estimate',
      tag: 'Flows',
      summary: 'What a run will cost, before it. Nothing is called.',
      body: {
        schema: z.strictObject({
          flow: Flow,
          input: z.json().optional(),
          model: z.string().min(1).max(200).optional().describe("Takes the place of every node's model"),
          flowId: z.string().max(64).optional().describe('A saved flow whose earlier runs tell what its steps take'),
          assumptions: z
            .record(z.string().max(200), z.number().min(0))
            .optional()
            .describe('Figures known better, by id; before those of the flow'),
        }),
        maxBytes: bodyLimits.flow,
      },
      answers: {
        200: { description: 'At least if nothing fails, probably, and at most', schema: Estimate },
        422: { description: '`invalid`: the flow has errors; see `issues`' },
      },
    },
    (c, { body: { flow, input, model, flowId, assumptions: given } }) => {
      const errors = validateFlow(flow, kit).filter((issue) => issue.severity === 'error')
      if (errors.length > 0) throw invalid(errors)
      const find = callableFrom(flow, (id) => flows.get(id)?.flow)
      const callable = (id: string): Flow | undefined => {
        const found = find(id)
        return found && validateFlow(found, kit).every((issue) => issue.severity !== 'error') ? found : undefined
      }
      const { assumptions, perNode, ...whole } = estimate(flow, {
        kit,
        input: input as Value | undefined,
        model,
        defaultModel: settings.read().defaultModel,
        facts: modelFacts,
        flow: callable,
        assumptions: given,
        ...(flowId === undefined ? {} : { history: measuredBy(runs, flowId, flow) }),
      })
      return c.json({
        ...shown(whole),
        assumptions,
        perNode: Object.fromEntries(Object.entries(perNode).map(([key, cost]) => [key, shown(cost)])),
      })
    },
  )
}

function shown({ calls, inputTokens, outputTokens, usd, ms }: Cost) {
  const tokens = {
    min: inputTokens.min + outputTokens.min,
    expected: inputTokens.expected + outputTokens.expected,
    max: inputTokens.max + outputTokens.max,
  }
  return {
    calls: rounded(calls, 100),
    tokens: { ...rounded(tokens, 1), input: rounded(inputTokens, 1), output: rounded(outputTokens, 1) },
    usd: usd && rounded(usd, 1e6),
    ms: rounded(ms, 1),
  }
}

const rounded = ({ min, expected, max }: Range, parts: number): Range => {
  const round = (n: number): number => Math.round(n * parts) / parts
  return { min: round(min), expected: round(expected), max: round(max) }
}
