import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { namesOf, people, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

export const Params = z.looseObject({
  levels: people(
    { title: 'Levels', description: 'Cheapest first; the next is asked only if the one before is not accepted.' },
    [
      { name: 'Small', prompt: 'Answer briefly.' },
      { name: 'Large', prompt: 'Answer with care: check your answer before you give it.' },
    ],
    2,
    10,
  ),
  prompt: task(),
  accept: z.enum(['confidence', 'agreement', 'judge']).default('confidence').meta({
    title: 'Accept by',
    description:
      'confidence: how sure it says it is. agreement: two samples say the same. judge: another model scores it.',
  }),
  minConfidence: z
    .number()
    .min(0)
    .max(1)
    .default(0.8)
    .meta({
      title: 'Accepted from',
      description: 'Confidence, or the score of the judge.',
      onlyFor: { accept: ['confidence', 'judge'] },
    }),
  judge: z
    .looseObject({
      model: model(),
      criteria: template('Criteria', 'What an answer must be like.', 'Correct, and it answers what was asked.'),
    })
    .prefault({})
    .meta({ title: 'Judge', description: 'Scores an answer from 0 to 1.', onlyFor: { accept: ['judge'] } }),
  onExhausted: z.enum(['flag', 'fail']).default('flag').meta({
    title: 'If none is accepted',
    description: 'flag: the answer of the last level counts, with “accepted” false. fail: it fails.',
  }),
})
export type Params = z.infer<typeof Params>

/** The cheapest model first, a better one only if need be (CATALOGUE X13). */
export const cascade = defineNode({
  kind: 'cascade',
  title: 'Cascade',
  category: 'agent',
  summary: 'Asks the cheapest model first and a better one only if its answer is not good enough.',
  aliases: ['escalation', 'escalation ladder', 'model cascade', 'fallback model', 'cheap first', 'tiered'],
  icon: 'chart-no-axes-column-increasing',
  patternId: 'X13',
  cost: '1 call to L calls, with a judge or two samples twice that',
  params: Params,
  ports: () => ({ inputs: [port('in', 'task')], outputs: [port('answer'), port('level'), port('accepted')] }),
  fact: ({ levels }) => `${levels.length} levels`,
  rows: ({ levels, accept, minConfidence }) => [
    { label: 'Levels', value: namesOf(levels).join(' → ') },
    {
      label: 'Accept',
      value: {
        confidence: `if sure, from ${minConfidence}`,
        agreement: 'if two agree',
        judge: `by a judge, from ${minConfidence}`,
      }[accept],
    },
  ],
  width: 320,
  strip: true,
  verb: 'Climbing',
  callsOut: () => true,
  templates: ({ levels, prompt, judge }) => [
    ...promptsOf('levels', levels),
    ...templateParams({ prompt, 'judge.criteria': judge.criteria, 'judge.model': judge.model }),
  ],
  models: ({ levels, judge }) => namedModels(...levels.map(({ model }) => model), judge.model),
  calls: ({ levels, accept }) => levels.length * (accept === 'confidence' ? 1 : 2),
  expand,
  check: ({ levels }, node) => sameNames(node, 'levels', levels),
})
