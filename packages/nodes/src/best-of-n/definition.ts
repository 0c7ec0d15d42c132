import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { task } from '../pattern/people.ts'
import { expand } from './expand.ts'

export const Params = z.looseObject({
  prompt: task(),
  system: template('Instructions', 'How to work on it.', 'Answer with one idea of your own. Give only the text.'),
  model: model(),
  n: z.int().min(1).max(64).default(4).meta({ title: 'Candidates', description: 'How many are made.' }),
  temperature: z
    .number()
    .min(0)
    .max(2)
    .default(0.9)
    .meta({ title: 'Temperature', description: 'Higher is more varied.' }),
  judging: z.enum(['pointwise', 'listwise', 'knockout']).default('pointwise').meta({
    title: 'Judge by',
    description:
      'pointwise: a score for each. listwise: all at once. knockout: two against each other, in both orders.',
  }),
  judge: z
    .looseObject({
      model: model(),
      criteria: template('Criteria', 'What makes a candidate the best.', 'Clear, correct and to the point.'),
    })
    .prefault({})
    .meta({ title: 'Judge', description: 'Best another model than the one that writes.' }),
  minScore: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({
      title: 'Least score',
      description: 'If the best has less, it fails.',
      onlyFor: { judging: ['pointwise'] },
    }),
})
export type Params = z.infer<typeof Params>

/** Several candidates, and a judge who picks one (CATALOGUE X10). */
export const bestOfN = defineNode({
  kind: 'best-of-n',
  title: 'Best of N',
  category: 'decide',
  summary: 'Makes several candidates and lets a judge pick the best, by score, by ranking or by knock-out.',
  aliases: ['tournament', 'best of', 'bracket', 'candidates', 'verifier', 'rerank', 'sample and judge'],
  icon: 'trophy',
  patternId: 'X10',
  cost: '2N calls; N + 1 listwise; N + 2(N − 1) knock-out',
  params: Params,
  ports: () => ({ inputs: [port('in', 'task')], outputs: [port('best'), port('scores', 'scores', 'list')] }),
  fact: ({ n }) => `best of ${n}`,
  rows: ({ n, judging }) => [
    { label: 'Candidates', value: String(n) },
    { label: 'Judge', value: { pointwise: 'scores each', listwise: 'ranks all', knockout: 'knock-out' }[judging] },
  ],
  width: 320,
  strip: true,
  verb: 'Choosing',
  callsOut: () => true,
  templates: ({ prompt, system, model, judge }) =>
    templateParams({ prompt, system, model, 'judge.criteria': judge.criteria, 'judge.model': judge.model }),
  models: ({ model, judge }) => namedModels(model, judge.model),
  calls: (params) => params.n + judgings(params),
  // A judgement that is none is mended once.
  forecast: (params, { attempts }) => ({ max: (params.n + 2 * judgings(params)) * attempts }),
  expand,
})

const judgings = ({ n, judging }: Params): number => ({ pointwise: n, listwise: 1, knockout: 2 * (n - 1) })[judging]
