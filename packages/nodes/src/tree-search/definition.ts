import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const thinkerPrompt =
  'You solve a problem step by step. Given the steps so far, propose different next steps: each one sentence, each a real alternative.'
const scorerPrompt =
  'You judge how promising a partial solution is: 0 is a dead end, 1 will surely solve the problem. Be strict and use the whole range.'

const role = (title: string, description: string, prompt: string, onlyFor?: Record<string, readonly unknown[]>) =>
  z
    .looseObject({ model: model(), prompt: template('Instructions', 'Who this is and how it should work.', prompt) })
    .default({ prompt })
    .meta({ title, description, ...(onlyFor ? { onlyFor } : {}) })

export const Params = z.looseObject({
  problem: task('Problem', 'What is to be solved. {{ input }} is what reaches this node.'),
  branch: z
    .int()
    .min(1)
    .max(20)
    .default(3)
    .meta({ title: 'Thoughts', description: 'Next steps proposed for each path.' }),
  width: z.int().min(1).max(50).default(3).meta({ title: 'Kept', description: 'Paths that go on after each level.' }),
  depth: z.int().min(1).max(20).default(4).meta({ title: 'Depth', description: 'Steps of a whole path.' }),
  prune: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .meta({ title: 'Dropped below', description: 'Paths with a lower score do not go on.' }),
  thinker: role('Thinker', 'Proposes next steps.', thinkerPrompt),
  scorer: z.enum(['agent', 'code']).default('agent').meta({
    title: 'Scored by',
    description: 'agent: a model. code: a function of your own, at no cost.',
  }),
  judge: role('Judge', 'Scores one path at a time.', scorerPrompt, { scorer: ['agent'] }),
  source: z
    .string()
    .max(256 * 1024)
    .default('export default ({ problem, path }) => 1 / path.length')
    .meta({
      title: 'Score function',
      description: 'JavaScript: export default ({ problem, path }) => a number from 0 to 1.',
      widget: 'code',
      onlyFor: { scorer: ['code'] },
    }),
  concurrency: z.int().min(1).max(1_000).default(10).meta({ title: 'At the same time', description: 'Calls at work.' }),
})
export type Params = z.infer<typeof Params>

/** Beam search over thoughts (CATALOGUE X20; Yao et al., Tree of Thoughts, 2023). */
export const treeSearch = defineNode({
  kind: 'tree-search',
  title: 'Tree Search',
  category: 'agent',
  summary: 'Grows several lines of thought, scores them, and goes on with the best ones.',
  aliases: ['tree of thoughts', 'beam search', 'search', 'tot', 'explore alternatives'],
  icon: 'network',
  patternId: 'X20',
  cost: '1 + (d − 1)·w, and b + (d − 1)·w·b scores',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('best'), port('path', 'path', 'list'), port('tree', 'tree', 'list')],
  }),
  fact: ({ depth, width }) => `${depth} deep, ${width} wide`,
  rows: ({ branch, width, depth }) => [
    { label: 'Thoughts', value: `${branch} per path` },
    { label: 'Kept', value: `the best ${width}` },
    { label: 'Depth', value: String(depth) },
  ],
  width: 320,
  strip: true,
  verb: 'Searching',
  callsOut: () => true,
  templates: ({ problem, thinker, judge }) =>
    templateParams({
      problem,
      'thinker.prompt': thinker.prompt,
      'thinker.model': thinker.model,
      'judge.prompt': judge.prompt,
      'judge.model': judge.model,
    }),
  models: ({ thinker, judge, scorer }) => namedModels(thinker.model, scorer === 'agent' ? judge.model : undefined),
  calls: ({ branch, width, depth, scorer }) => {
    const grown = 1 + (depth - 1) * width
    return grown + (scorer === 'agent' ? branch + (depth - 1) * width * branch : 0)
  },
  expand,
})
