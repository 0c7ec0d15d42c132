import { conditionProblem, defineNode, type FlowIssue, type FlowNode, port, When } from '@quorum/engine'
import { z } from 'zod'
import { issue, model, namedModels, plural, templateParams } from '../params.ts'
import { namesOf, Person, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const Handler = Person.extend({
  can: z.string().max(2_000).default('').meta({
    title: 'Can handle',
    description: 'In words, for “a model asks”: which requests this handler takes. Empty takes all.',
  }),
  when: When.optional().meta({
    title: 'When',
    description: 'For “rules”: the condition on input under which it takes a request. Empty takes all.',
    widget: 'condition',
  }),
})
export type Handler = z.infer<typeof Handler>

export const Params = z.looseObject({
  handlers: z
    .array(Handler)
    .min(1)
    .max(50)
    .default([
      {
        name: 'Billing',
        can: 'Questions about invoices, payments and refunds',
        prompt: 'You are the billing desk. Answer questions about money.',
      },
      {
        name: 'Technical',
        can: 'Something does not work or cannot be found',
        prompt: 'You are technical support. Find the cause and say what to do.',
      },
      { name: 'General', can: '', prompt: 'You are the front desk. Help with anything, or say who can.' },
    ])
    .meta({ title: 'Handlers', description: 'Asked in order; the first that can handle the request does.' }),
  prompt: task('Request', 'What a handler is asked. {{ input }} is what reaches this node.'),
  mode: z.enum(['guard', 'attempt']).default('guard').meta({
    title: 'How they decide',
    description:
      'guard: first it is asked whether a handler can. attempt: the handler tries and may pass the request on.',
  }),
  predicate: z
    .enum(['rules', 'agent'])
    .default('agent')
    .meta({
      title: 'Who decides',
      description: 'rules: a condition of each handler; no model is asked. agent: a model reads “can handle”.',
      onlyFor: { mode: ['guard'] },
    }),
  model: model('Which model decides. Leave empty for the default model.', { onlyFor: { mode: ['guard'] } }),
  onUnhandled: z.enum(['fail', 'port']).default('fail').meta({
    title: 'If nobody can',
    description: 'fail: it fails. port: the request leaves by “unhandled”.',
  }),
  onHandlerError: z.enum(['fail', 'next']).default('fail').meta({
    title: 'If a handler fails',
    description: 'fail: the chain fails. next: the next one is asked.',
  }),
})
export type Params = z.infer<typeof Params>

/** Handlers in order; the first that can, does (CATALOGUE P03). */
export const chainOfResponsibility = defineNode({
  kind: 'chain-of-responsibility',
  title: 'Chain of Responsibility',
  category: 'agent',
  summary: 'Handlers are asked in order, and the first that can handle the request answers it.',
  aliases: ['chain', 'handlers', 'escalation chain', 'first that can', 'support levels', 'hand down'],
  icon: 'link-2',
  patternId: 'P03',
  cost: 'rules: 1 call; a model: place of the taker + 1; attempt: number of attempts',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'request')],
    outputs: [port('response'), port('handledBy', 'handled by', 'text'), port('unhandled')],
  }),
  fact: ({ handlers }) => plural(handlers.length, 'handler'),
  rows: ({ handlers, mode, predicate }) => [
    { label: 'Handlers', value: namesOf(handlers).join(' → ') },
    {
      label: 'Decides',
      value: mode === 'attempt' ? 'the handler itself' : predicate === 'rules' ? 'rules' : 'a model',
    },
  ],
  width: 320,
  strip: true,
  verb: 'Asking along',
  callsOut: () => true,
  templates: ({ handlers, prompt, model }) => [
    ...promptsOf('handlers', handlers),
    ...templateParams({ prompt, model }),
  ],
  conditions: (params) =>
    byRules(params)
      ? params.handlers.flatMap(({ when }, i) => (when === undefined ? [] : [{ path: `handlers[${i}].when`, when }]))
      : [],
  models: ({ handlers, model }) => namedModels(...handlers.map((handler) => handler.model), model),
  calls: (params) => (byRules(params) ? 1 : params.handlers.length + (params.mode === 'guard' ? 1 : 0)),
  expand,
  check,
})

const byRules = ({ mode, predicate }: Params) => mode === 'guard' && predicate === 'rules'

/** Takes every request, so that nobody behind it is ever asked. */
export const takesAll = ({ when, can }: Handler, { mode, predicate }: Pick<Params, 'mode' | 'predicate'>): boolean =>
  mode === 'guard' && (predicate === 'rules' ? when === undefined || when === 'true' : can.trim() === '')

function check(params: Params, node: FlowNode): FlowIssue[] {
  const { handlers } = params
  const issues = sameNames(node, 'handlers', handlers)
  const all = handlers.findIndex((handler) => takesAll(handler, params))
  if (all !== -1)
    for (const [i, { name }] of handlers.entries())
      if (i > all)
        issues.push({
          ...issue(
            node,
            'unreachable',
            `handlers[${i}]`,
            `“${name}” is never asked: “${handlers[all]?.name}” before it takes every request. Put it before.`,
          ),
          severity: 'warning',
        })
  if (!byRules(params)) return issues
  for (const [i, { name, when }] of handlers.entries()) {
    const problem = when === undefined ? null : conditionProblem(when)
    if (problem) issues.push(issue(node, 'condition-error', `handlers[${i}].when`, `Handler “${name}”: ${problem}`))
  }
  return issues
}
