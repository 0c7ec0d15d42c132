import { defineNode, type FlowIssue, type FlowNode, port, type Value } from '@quorum/engine'
import { z } from 'zod'
import { issue } from '../params.ts'

const Params = z.looseObject({
  flowId: z
    .string()
    .max(64)
    .optional()
    .meta({ title: 'Flow', description: 'The flow to run.', widget: 'flow', onlyFor: { self: [false] } }),
  values: z
    .record(z.string().max(64), z.json())
    .default({})
    .meta({
      title: 'Settings',
      description: 'Fields of the called flow that are set here. What reaches this step is the rest.',
      widget: 'flowInput',
      onlyFor: { self: [false] },
    }),
  self: z
    .boolean()
    .default(false)
    .meta({ title: 'Call itself', description: 'Runs the flow it is drawn in, on its own input.' }),
  maxDepth: z
    .int()
    .min(1)
    .max(100)
    .default(3)
    .meta({ title: 'Deepest', description: 'How deep calls may lie in calls.' }),
  maxNodes: z
    .int()
    .min(1)
    .max(10_000)
    .default(200)
    .meta({ title: 'Most calls', description: 'How many calls one run may make in all.' }),
})
type Params = z.infer<typeof Params>

/** Runs another flow as one step, or its own flow again on a smaller task (CATALOGUE §1). */
export const call = defineNode({
  kind: 'call',
  title: 'Call a flow',
  category: 'io',
  summary: 'Runs another of your flows as one step, or this one again.',
  aliases: ['subflow', 'subworkflow', 'sub flow', 'recursion', 'reuse', 'run flow'],
  icon: 'box',
  cost: 'of the called flow',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('out')] }),
  fact: ({ self }) => (self ? 'itself' : 'another flow'),
  rows: ({ self, maxDepth }) => [
    { label: 'Runs', value: self ? 'this flow' : 'another flow' },
    ...(self ? [{ label: 'Deepest', value: String(maxDepth) }] : []),
  ],
  strip: true,
  verb: 'Calling',
  callee: ({ self, flowId, maxDepth, maxNodes, values }) => ({
    ...{ flowId: self ? null : (flowId ?? ''), maxDepth, maxNodes },
    ...(self ? {} : { values: values as Readonly<Record<string, Value>> }),
  }),
  // What the flow takes stands in the tool's own schema, which the editor writes when a flow is chosen.
  asTool: () => ({
    schema: {
      type: 'object',
      properties: { input: { type: 'string', description: 'What the flow works on.' } },
      required: ['input'],
    },
    dangerous: true,
    thinks: true,
  }),
  check,
})

function check({ self, flowId }: Params, node: FlowNode): FlowIssue[] {
  return self || flowId
    ? []
    : [issue(node, 'missing-param', 'flowId', 'Choose the flow to run, or let it call itself.')]
}
