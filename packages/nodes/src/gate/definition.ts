import { conditionProblem, defineNode, type FlowIssue, type FlowNode, port, When } from '@quorum/engine'
import { z } from 'zod'
import { issue, jsonSchema, model, namedModels, template, templateParams } from '../params.ts'

const Params = z.looseObject({
  check: z.enum(['rules', 'code', 'model', 'schema']).default('rules').meta({
    title: 'Check by',
    description: 'rules: a condition. code: a function. model: criteria in words. schema: the shape of the value.',
  }),
  when: When.optional().meta({
    title: 'Passes when',
    description: 'The condition for “pass”.',
    widget: 'condition',
    onlyFor: { check: ['rules'] },
  }),
  source: z
    .string()
    .max(256 * 1024)
    .optional()
    .meta({
      title: 'Source',
      description: 'export default (input, ctx) => true, false or {pass, score, reasons}.',
      widget: 'code',
      onlyFor: { check: ['code'] },
    }),
  criteria: template('Criteria', 'What the value must be like to pass.', '', { onlyFor: { check: ['model'] } }),
  model: model(undefined, { onlyFor: { check: ['model'] } }),
  schema: jsonSchema('Shape', 'A JSON Schema the value must fit to pass.', { onlyFor: { check: ['schema'] } }),
})
type Params = z.infer<typeof Params>

/** Lets a value pass or turns it away, and says why. */
export const gate = defineNode({
  kind: 'gate',
  title: 'Gate',
  category: 'flow',
  summary: 'Checks a value and sends it on by “pass” or by “fail”.',
  aliases: ['check', 'validate', 'quality gate', 'guard', 'if', 'criteria', 'test'],
  icon: 'shield-check',
  patternId: 'P02',
  cost: '0 calls, 1 with a model',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('pass'), port('fail')] }),
  fact: ({ check }) => names[check],
  rows: (params) => [
    { label: 'Check by', value: names[params.check] },
    { label: 'Passes when', value: inWords(params) },
  ],
  strip: true,
  verb: 'Checking',
  callsOut: ({ check }) => check === 'model',
  mayLoopBack: true,
  templates: ({ check, criteria, model }) => (check === 'model' ? templateParams({ criteria, model }) : []),
  conditions: ({ check, when }) => (check === 'rules' && when !== undefined ? [{ path: 'when', when }] : []),
  asks: ({ check }) => (check === 'model' ? { min: 1, expected: 1, max: 2 } : { min: 0, expected: 0, max: 0 }),
  chances: () => ({ exclusive: true, ports: { pass: 0.7, fail: 0.3 } }),
  models: ({ check, model }) => (check === 'model' ? namedModels(model) : []),
  check,
})

const names = { rules: 'rules', code: 'code', model: 'a model', schema: 'shape' }

function inWords({ check, when, criteria }: Params): string {
  if (check === 'model') return criteria.slice(0, 40)
  return check === 'rules' && when !== undefined ? whenInWords(when).slice(0, 60) : names[check]
}

export function whenInWords(when: When): string {
  if (typeof when === 'string') return when
  if ('all' in when) return when.all.map(whenInWords).join(' and ')
  if ('any' in when) return when.any.map(whenInWords).join(' or ')
  return [when.left, when.op, ...(when.right === undefined ? [] : [JSON.stringify(when.right)])].join(' ')
}

function check({ check, when, source, criteria, schema }: Params, node: FlowNode): FlowIssue[] {
  if (check === 'rules') {
    if (when === undefined)
      return [issue(node, 'missing-param', 'when', 'This gate has no rule yet. Say when a value passes.')]
    const problem = conditionProblem(when)
    return problem ? [issue(node, 'condition-error', 'when', problem)] : []
  }
  if (check === 'code' && !source)
    return [issue(node, 'missing-param', 'source', 'This gate has no code yet. Write its check.')]
  if (check === 'model' && !criteria.trim()) {
    return [issue(node, 'missing-param', 'criteria', 'Say in words what a value must be like to pass.')]
  }
  if (check === 'schema' && schema === undefined) {
    return [issue(node, 'missing-param', 'schema', 'Give the shape (a JSON Schema) a value must have to pass.')]
  }
  return []
}
