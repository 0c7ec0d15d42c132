import { conditionProblem, defineNode, type FlowIssue, type FlowNode, port, When } from '@quorum/engine'
import { z } from 'zod'
import {
  duplicates,
  issue,
  model,
  namedModels,
  plural,
  portName,
  reservedPorts,
  template,
  templateParams,
} from '../params.ts'
import { expand } from './expand.ts'

const Route = z.looseObject({
  id: portName.meta({ title: 'Id', description: 'The name of its port.' }),
  label: z.string().max(500).default('').meta({ title: 'What belongs here', description: 'The model reads this.' }),
  when: When.optional().meta({ title: 'When', description: 'Only for rules.', widget: 'condition' }),
})
export type Route = z.infer<typeof Route>

export const Params = z.looseObject({
  routes: z
    .array(Route)
    .min(1)
    .max(100)
    .default([
      { id: 'billing', label: 'Invoices, payments, refunds' },
      { id: 'technical', label: 'Something does not work' },
      { id: 'sales', label: 'Prices, plans, buying more' },
    ])
    .meta({ title: 'Routes', description: 'Each has a port of its own; “else” takes what fits none.' }),
  method: z.enum(['agent', 'rules']).default('agent').meta({
    title: 'Decide by',
    description: 'agent: a model reads the request. rules: the first route whose condition holds; no model is asked.',
  }),
  model: model(undefined, { onlyFor: { method: ['agent'] } }),
  instructions: template('Instructions', 'How to choose; the model also sees the routes and the request.', '', {
    onlyFor: { method: ['agent'] },
  }),
  minConfidence: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .meta({
      title: 'Least confidence',
      description: 'Below it the request leaves by “else”.',
      onlyFor: { method: ['agent'] },
    }),
})
export type Params = z.infer<typeof Params>

/** Reads a request once and sends it to exactly one handler (CATALOGUE X01). */
export const router = defineNode({
  kind: 'router',
  title: 'Router',
  category: 'flow',
  summary: 'A model reads the request and sends it to the one route it belongs to.',
  aliases: ['routing', 'triage', 'classify', 'classifier', 'dispatch', 'intent', 'switch', 'routing dispatch'],
  icon: 'route',
  patternId: 'X01',
  cost: '1 call, 0 by rules',
  params: Params,
  ports: ({ routes }) => ({
    inputs: [port('in', 'request')],
    outputs: [
      ...[...new Map(routes.map(({ id }) => [id, port(id)])).values()].filter(({ id }) => !taken.has(id)),
      port('else'),
      port('route', 'route', 'json'),
    ],
  }),
  fact: ({ routes }) => plural(routes.length, 'route'),
  rows: ({ routes, method, minConfidence }) => [
    { label: 'Routes', value: routes.map(({ id }) => id).join(', ') },
    {
      label: 'Decide by',
      value: method === 'rules' ? 'rules' : `a model, from ${Math.round(minConfidence * 100)} % on`,
    },
  ],
  strip: true,
  verb: 'Reading',
  callsOut: ({ method }) => method === 'agent',
  templates: ({ method, instructions, model }) => (method === 'agent' ? templateParams({ instructions, model }) : []),
  conditions: ({ method, routes }) =>
    method === 'agent'
      ? []
      : routes.flatMap(({ when }, i) => (when === undefined ? [] : [{ path: `routes[${i}].when`, when }])),
  models: ({ method, model }) => (method === 'agent' ? namedModels(model) : []),
  chances({ routes }) {
    const ports = [...new Set(routes.map(({ id }) => id)), 'else'].filter((id) => id === 'else' || !taken.has(id))
    return { exclusive: true, ports: Object.fromEntries(ports.map((id) => [id, 1 / ports.length])) }
  },
  calls: ({ method }) => (method === 'agent' ? 1 : 0),
  expand,
  check,
})

/** Ports of the router itself, and what the engine adds. */
export const taken: ReadonlySet<string> = new Set(['else', 'route', 'record', ...reservedPorts])

function check({ routes, method }: Params, node: FlowNode): FlowIssue[] {
  const ids = routes.map(({ id }) => id)
  return [
    ...duplicates(ids).map((id) =>
      issue(node, 'duplicate-port', 'routes', `Two routes are called “${id}”. Rename one.`),
    ),
    ...ids
      .filter((id) => taken.has(id))
      .map((id) => issue(node, 'reserved-port', 'routes', `A route cannot be called “${id}”. Choose another id.`)),
    ...(method === 'agent' ? [] : routes.flatMap(({ id, when }, i) => withoutRule(node, id, when, i))),
  ]
}

function withoutRule(node: FlowNode, id: string, when: When | undefined, i: number): FlowIssue[] {
  const problem = when === undefined ? 'It has no condition. Add one, or let a model choose.' : conditionProblem(when)
  return problem ? [issue(node, 'condition-error', `routes[${i}].when`, `Route “${id}”: ${problem}`)] : []
}
