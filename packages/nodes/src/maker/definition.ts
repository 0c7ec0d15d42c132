import {
  defineNode,
  type FlowIssue,
  type FlowNode,
  type Forecast,
  isRecord,
  port,
  type Range,
  type Value,
  When,
} from '@quorum/engine'
import { z } from 'zod'
import { issue, model, namedModels, template, templateParams } from '../params.ts'
import { expand } from './expand.ts'
import { callsOf, leastMargin } from './maths/margin.ts'
import { problemOf } from './problems/problems.ts'

const own = { task: ['own'] }
const share = (title: string, description: string) => z.number().gt(0).max(1).optional().meta({ title, description })

export const Params = z.looseObject({
  task: z
    .enum(['hanoi', 'addition', 'multiplication', 'document', 'own'])
    .default('hanoi')
    .meta({
      title: 'Task',
      labels: {
        hanoi: 'Towers of Hanoi',
        addition: 'Long addition',
        multiplication: 'Long multiplication',
        document: 'Check a document, clause by clause',
        own: 'My own steps',
      },
      description: 'A built-in procedure whose every step can be checked, or your own.',
    }),
  strategy: template('Strategy', 'How a step is done: told to the model in every call.', 'Do exactly one step.', {
    onlyFor: own,
  }),
  prompt: template('One step', 'What it gets for one step: {{ state }} is where it stands.', '{{ state }}', {
    onlyFor: own,
  }),
  until: When.optional().meta({
    title: 'Done when',
    description: 'A condition over state. Empty: after all steps.',
    widget: 'condition',
    onlyFor: own,
  }),
  steps: z.int().min(1).max(10_000_000).default(100).meta({
    title: 'Steps',
    description: 'How many steps, or at most how many where “Done when” is set.',
    onlyFor: own,
  }),
  k: z
    .union([z.literal('auto'), z.int().min(1).max(1_000)])
    .default('auto')
    .meta({
      title: 'Lead needed (k)',
      description: 'How many votes an answer must be ahead of every other. auto: the least that reaches the target.',
    }),
  t: z.number().gt(0).lt(1).default(0.95).meta({
    title: 'Target',
    description: 'How probable it must be that every single step is right.',
  }),
  p: share('Right answers', 'How often one answer is right, if you know it. Empty: it is measured first.'),
  calibrate: z.int().min(1).max(10_000).default(30).meta({
    title: 'Calibration calls',
    description: 'How many known steps are asked to measure how often the model is right. Only for built-in tasks.',
  }),
  model: model(),
  maxOutputTokens: z.int().min(1).max(100_000).default(750).meta({
    title: 'Longest answer (tokens)',
    description: 'A longer one is red-flagged: it is thrown away and asked for again.',
  }),
  temperatureFirst: z
    .number()
    .min(0)
    .max(2)
    .default(0)
    .meta({ title: 'Temperature, first vote', description: '0 is best guess.' }),
  temperatureRest: z.number().min(0).max(2).default(0.1).meta({
    title: 'Temperature, further votes',
    description: 'Some variety, so that mistakes are not all the same.',
  }),
  equivalence: z.enum(['canonical', 'normalized', 'exact']).default('canonical').meta({
    title: 'Same answer',
    description: 'canonical: the same JSON. normalized: also without case and marks. exact: letter by letter.',
  }),
  maxVotes: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .meta({ title: 'Most votes a step', description: 'Then the step is undecided.' }),
  maxFlagged: z
    .int()
    .min(1)
    .max(1_000)
    .default(10)
    .meta({ title: 'Most red flags a step', description: 'Then the step is given up.' }),
  onUndecided: z.enum(['fail', 'mostVotes']).default('fail').meta({
    title: 'Undecided',
    description: 'fail: it stops there. mostVotes: goes on with the leader, and no longer promises anything.',
  }),
  dispatch: z.enum(['waves', 'one']).default('waves').meta({
    title: 'Ask',
    description: 'waves: at once as many as are needed in any case. one: one after another.',
  }),
  escalate: model('A stronger model that is asked from so many votes on. Empty: the same.').meta({
    title: 'Stronger model',
  }),
  escalateAfter: z.int().min(1).max(1_000).default(10).meta({
    title: 'Stronger model from vote',
    description: 'How many answers of a hard step come from the first model.',
  }),
  validate: When.optional().meta({
    title: 'Valid when',
    description: 'A condition over action, next and state. An answer that does not meet it is red-flagged. Empty: any.',
    widget: 'condition',
  }),
})
export type Params = z.infer<typeof Params>

/** A million steps without an error (MAKER, arXiv 2511.09030; CATALOGUE P11). */
export const maker = defineNode({
  kind: 'maker',
  title: 'MAKER',
  category: 'decide',
  summary: 'Does a long procedure one small step at a time, and votes on each step until it is sure.',
  aliases: [
    'million steps',
    'massive decomposition',
    'mdap',
    'red flag',
    'ahead by k',
    'zero errors',
    'voting on steps',
  ],
  icon: 'hammer',
  patternId: 'P11',
  cost: 's·V/v calls',
  params: Params,
  ports: () => ({
    inputs: [port('initial', 'start', 'any'), port('steps', 'steps', 'any')],
    outputs: [
      port('actions', 'actions', 'list'),
      port('final', 'end state'),
      port('report', 'report', 'json'),
      port('failed', 'failed', 'json'),
    ],
  }),
  fact: ({ k }) => (k === 'auto' ? 'lead by itself' : `lead of ${k}`),
  rows: ({ task, k, t, maxOutputTokens }) => [
    { label: 'Task', value: problemOf(task)?.title ?? 'Own steps' },
    { label: 'Lead needed', value: k === 'auto' ? `for ${Math.round(t * 1000) / 10} % flawless` : String(k) },
    { label: 'Red flag over', value: `${maxOutputTokens} tokens` },
  ],
  width: 320,
  strip: true,
  verb: 'Deciding',
  callsOut: () => true,
  templates: ({ task, strategy, prompt, model }) =>
    templateParams(task === 'own' ? { strategy, prompt, model } : { model }).map((one) => ({
      ...one,
      own: ['state', 'step', 'index'],
    })),
  conditions: ({ until, validate }) => [
    ...(until === undefined ? [] : [{ path: 'until', when: until, own: ['state', 'round'] }]),
    ...(validate === undefined ? [] : [{ path: 'validate', when: validate, own: ['action', 'next', 'state'] }]),
  ],
  models: ({ model, escalate }) => namedModels(model, escalate),
  forecast,
  complaint: 'failed',
  mirrors: ['steps', 'vote'],
  chances: () => ({ exclusive: false, ports: { actions: 1, final: 1, report: 1, failed: 0.01 } }),
  check,
  expand,
})

/** s·V/v calls, and the calibration before them; nothing is known of a task of one's own but its most steps. */
function forecast(params: Params, { input }: Pick<Forecast, 'input'>): Range | null {
  const given = isRecord(input) ? (input as Readonly<Record<string, Value>>) : {}
  const problem = problemOf(params.task)
  let steps = params.steps
  try {
    steps = problem?.start(given).steps ?? steps
  } catch {
    return null
  }
  const number = (name: string, otherwise: number) => (given[name] === undefined ? otherwise : Number(given[name]))
  const known = given.p !== undefined || params.p !== undefined
  const p = number('p', params.p ?? 0.95)
  const v = number('v', 1)
  const asked = given.k === undefined || given.k === 'auto' ? params.k : Number(given.k)
  const margin = asked === 'auto' ? leastMargin(p, steps, number('t', params.t)).k : asked
  if (margin === null || !(p > 0) || !(v > 0)) return null
  const before = known || asked !== 'auto' || !problem ? 0 : params.calibrate
  const most = steps * (params.maxVotes + params.maxFlagged)
  return {
    min: before + (params.until === undefined ? steps : 1) * margin,
    expected: before + callsOf(p, margin, steps, v),
    max: before + most,
  }
}

function check({ task, k, p, prompt }: Params, node: FlowNode): FlowIssue[] {
  if (task !== 'own') return []
  const issues: FlowIssue[] = []
  if (k === 'auto' && p === undefined)
    issues.push(issue(node, 'missing-param', 'k', 'Say how often one answer is right (p), or set the lead needed (k).'))
  if (!/\bstate\b|\binput\b/.test(prompt))
    issues.push(
      issue(node, 'missing-param', 'prompt', 'The step’s text must say where it stands: put {{ state }} in it.'),
    )
  return issues
}
