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

const Case = z.looseObject({
  id: portName.meta({ title: 'Id', description: 'The name of its port.' }),
  label: z.string().max(200).default('').meta({ title: 'Label', description: 'What people and the classifier read.' }),
  when: When.optional().meta({
    title: 'When',
    description: 'The condition that sends the value here.',
    widget: 'condition',
  }),
})
export type Case = z.infer<typeof Case>

const Params = z.looseObject({
  mode: z.enum(['one', 'many']).default('one').meta({
    title: 'Send to',
    description: 'one: the first case that holds. many: every case that holds.',
  }),
  cases: z
    .array(Case)
    .max(200)
    .default([])
    .meta({ title: 'Cases', description: 'In order, each with a port of its own.' }),
  classifier: z
    .looseObject({
      model: model(),
      instructions: template('Instructions', 'How the model should choose; it sees the labels and the input.'),
    })
    .optional()
    .meta({
      title: 'Let a model choose',
      description: 'Instead of conditions, a model reads the input and picks the case.',
    }),
})
type Params = z.infer<typeof Params>

/** Sends the value down one way or several, by conditions or by a model's choice. */
export const branch = defineNode({
  kind: 'branch',
  title: 'Branch',
  category: 'flow',
  summary: 'If this, else that: sends the value down the way whose condition holds.',
  aliases: ['router', 'if', 'switch', 'case', 'route', 'condition', 'classify', 'else'],
  icon: 'git-branch',
  cost: '0 calls, 1 with a classifier',
  params: Params,
  ports: ({ cases }) => ({
    inputs: [port('in')],
    outputs: [...new Map(cases.map(({ id, label }) => [id, port(id, label || id)])).values(), port('else')],
  }),
  fact: ({ cases }) => plural(cases.length, 'case'),
  rows: ({ cases, classifier }) => [
    { label: 'Routes', value: cases.map(({ id, label }) => label || id).join(', ') },
    { label: 'Decide by', value: classifier ? 'a model' : 'conditions' },
  ],
  strip: true,
  verb: 'Reading',
  callsOut: ({ classifier }) => classifier !== undefined,
  mayLoopBack: true,
  templates: ({ classifier }) =>
    templateParams({ 'classifier.instructions': classifier?.instructions, 'classifier.model': classifier?.model }),
  conditions: ({ cases, classifier }) =>
    classifier ? [] : cases.flatMap(({ when }, i) => (when === undefined ? [] : [{ path: `cases[${i}].when`, when }])),
  asks: ({ classifier }) => (classifier ? { min: 1, expected: 1, max: 2 } : { min: 0, expected: 0, max: 0 }),
  chances({ mode, cases }) {
    const ports = [...new Set(cases.map(({ id }) => id)), 'else']
    const share = mode === 'many' ? 0.5 : 1 / ports.length
    return { exclusive: mode === 'one', ports: Object.fromEntries(ports.map((id) => [id, share])) }
  },
  models: ({ classifier }) => namedModels(classifier?.model),
  check,
})

function check({ cases, classifier }: Params, node: FlowNode): FlowIssue[] {
  const ids = cases.map(({ id }) => id)
  const issues = duplicates(ids).map((id) =>
    issue(node, 'duplicate-port', 'cases', `Two cases are called “${id}”. Rename one of them.`),
  )
  for (const id of ids) {
    if (id === 'else' || reservedPorts.has(id)) {
      issues.push(issue(node, 'reserved-port', 'cases', `A case cannot be called “${id}”. Choose another id.`))
    }
  }
  if (classifier) return issues
  for (const [i, { id, when }] of cases.entries()) {
    const problem = when === undefined ? 'It has no condition. Add one, or let a model choose.' : conditionProblem(when)
    if (problem) issues.push(issue(node, 'condition-error', `cases[${i}].when`, `Case “${id}”: ${problem}`))
  }
  return issues
}
