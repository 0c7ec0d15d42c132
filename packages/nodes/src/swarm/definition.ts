import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue, model, namedModels, plural, template, templateParams } from '../params.ts'
import { task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const explorerPrompt =
  'You are one of many who look for a solution of the same problem. Steps that worked well for others have a high trail: lean towards them, but try something of your own in about one step of four. Give your solution as a list of short steps, each in the same few words others use for it.'
const evaluatorPrompt =
  'You judge proposed solutions of a problem. Give a score from 0 (useless) to 1 (could not be better). Be strict and use the whole range.'

export const Params = z.looseObject({
  problem: task('Problem', 'What is looked for. {{ input }} is what reaches this node.'),
  agents: z.int().min(2).max(500).default(20).meta({ title: 'Agents', description: 'Who explore in each iteration.' }),
  iterations: z.int().min(1).max(1_000).default(10).meta({ title: 'Iterations', description: 'At most.' }),
  explorer: z
    .looseObject({ model: model(), prompt: template('Instructions', 'How each agent explores.', explorerPrompt) })
    .default({ prompt: explorerPrompt })
    .meta({
      title: 'Explorer',
      description: 'All agents are alike; what they see of the trails makes the difference.',
    }),
  evaluator: z
    .enum(['agent', 'code'])
    .default('agent')
    .meta({ title: 'Judged by', description: 'agent: a model scores. code: a function of your own does, at no cost.' }),
  judge: z
    .looseObject({ model: model(), prompt: template('Instructions', 'How solutions are scored.', evaluatorPrompt) })
    .default({ prompt: evaluatorPrompt })
    .meta({ title: 'Judge', description: 'Scores one solution at a time.', onlyFor: { evaluator: ['agent'] } }),
  source: z
    .string()
    .max(256 * 1024)
    .default('export default ({ solution, steps }) => 1 / (1 + steps.length)')
    .meta({
      title: 'Score function',
      description: 'JavaScript: export default ({ solution, steps }) => a number from 0 to 1.',
      widget: 'code',
      onlyFor: { evaluator: ['code'] },
    }),
  retain: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .meta({ title: 'Trails keep', description: 'The share that is left of every trail after an iteration.' }),
  shareFraction: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .meta({ title: 'Told the best', description: 'Share of the agents that see the best solution so far.' }),
  convergenceRatio: z.number().min(1).default(10).meta({
    title: 'Agreed when',
    description:
      'The strongest trail is so many times the average. Never reached with fewer different steps than that.',
  }),
  stagnation: z
    .int()
    .min(0)
    .max(1_000)
    .default(3)
    .meta({ title: 'Give up after', description: 'Iterations without a better solution; 0 never does.' }),
  concurrency: z
    .int()
    .min(1)
    .max(1_000)
    .default(10)
    .meta({ title: 'At the same time', description: 'Agents at work.' }),
})
export type Params = z.infer<typeof Params>

/**
 * Many alike agents, guided by trails that good solutions leave and time wears off (CATALOGUE P23; ant colony
 * optimisation with bounds on the trails: Stützle and Hoos, MAX-MIN Ant System, 2000).
 */
export const swarm = defineNode({
  kind: 'swarm',
  title: 'Swarm (pheromone)',
  category: 'scale',
  summary: 'Many agents try solutions; steps of good ones leave trails that guide the next iteration.',
  aliases: ['swarm intelligence', 'ant colony', 'aco', 'pheromone', 'stigmergy', 'optimisation', 'optimization'],
  icon: 'network',
  patternId: 'P23',
  cost: 'agents × iterations, twice that if a model judges',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('best', 'best', 'json'), port('history', 'history', 'list'), port('map', 'trails', 'json')],
  }),
  fact: ({ agents, iterations }) => `${plural(agents, 'agent')}, ${plural(iterations, 'iteration')}`,
  rows: ({ agents, iterations, evaluator }) => [
    { label: 'Agents', value: String(agents) },
    { label: 'Iterations', value: `at most ${iterations}` },
    { label: 'Judged by', value: evaluator === 'agent' ? 'a model' : 'code' },
  ],
  width: 320,
  strip: true,
  verb: 'Exploring',
  callsOut: () => true,
  templates: ({ problem, explorer, judge }) =>
    templateParams({
      problem,
      'explorer.prompt': explorer.prompt,
      'explorer.model': explorer.model,
      'judge.prompt': judge.prompt,
      'judge.model': judge.model,
    }),
  models: ({ explorer, judge, evaluator }) =>
    namedModels(explorer.model, evaluator === 'agent' ? judge.model : undefined),
  calls: ({ agents, iterations, evaluator }) => agents * iterations * (evaluator === 'agent' ? 2 : 1),
  expand,
  check: ({ evaluator, source }: Params, node: FlowNode): readonly FlowIssue[] =>
    evaluator === 'code' && source.trim() === ''
      ? [issue(node, 'missing-param', 'source', 'Write the function that scores a solution, or let a model judge.')]
      : [],
})
