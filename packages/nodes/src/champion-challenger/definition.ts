import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const judgePrompt =
  'You compare two answers to the same question. Say which is better, and why, in one sentence. You do not know who wrote which.'

const version = (title: string, description: string, prompt: string) =>
  z
    .looseObject({ model: model(), prompt: template('Instructions', 'How it answers.', prompt) })
    .default({ prompt })
    .meta({ title, description })

export const Params = z.looseObject({
  question: task('Asked', 'What both are asked. {{ input }} is what reaches this node.'),
  champion: version('Champion', 'What answers today.', 'You answer clearly and in few words.'),
  challenger: version('Challenger', 'What may answer tomorrow.', 'You answer in one sentence, then give one example.'),
  mode: z.enum(['shadow', 'canary']).default('shadow').meta({
    title: 'The challenger is',
    description: 'shadow: asked as well, never seen. canary: seen, in the place of the champion.',
  }),
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .meta({ title: 'Share', description: 'Of the requests that reach the challenger: 0.1 is one in ten.' }),
  compare: z
    .boolean()
    .default(true)
    .meta({
      title: 'Compare them',
      description: 'A judge reads both answers without their names; one call more.',
      onlyFor: { mode: ['shadow'] },
    }),
  judge: version('Judge', 'Says which answer is better.', judgePrompt),
})
export type Params = z.infer<typeof Params>

/** The champion answers; a challenger is tried on a share of the requests (CATALOGUE X24). */
export const championChallenger = defineNode({
  kind: 'champion-challenger',
  title: 'Champion-Challenger',
  category: 'decide',
  summary: 'Tries a new version beside the one in use, on a share of the requests, and compares.',
  aliases: ['shadow', 'canary', 'a/b test', 'ab test', 'experiment', 'roll-out', 'challenger'],
  icon: 'split',
  patternId: 'X24',
  cost: '1 call, + a share of 1, + a share of 1 for the judge',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('answer'), port('comparison', 'comparison', 'json')] }),
  fact: ({ mode, share }) => `${mode}, ${Math.round(share * 100)} %`,
  rows: ({ mode, share, compare }) => [
    { label: 'Challenger', value: mode === 'shadow' ? 'asked, not seen' : 'seen' },
    { label: 'Share', value: `${Math.round(share * 100)} %` },
    ...(mode === 'shadow' ? [{ label: 'Compared', value: compare ? 'by a judge' : 'no' }] : []),
  ],
  width: 320,
  strip: true,
  verb: 'Answering',
  callsOut: () => true,
  templates: ({ question, champion, challenger, judge }) =>
    templateParams({
      question,
      'champion.prompt': champion.prompt,
      'champion.model': champion.model,
      'challenger.prompt': challenger.prompt,
      'challenger.model': challenger.model,
      'judge.prompt': judge.prompt,
      'judge.model': judge.model,
    }),
  models: ({ champion, challenger, judge, compare }) =>
    namedModels(champion.model, challenger.model, compare ? judge.model : undefined),
  calls: ({ mode, compare, share }) => (share === 0 ? 1 : mode === 'shadow' && compare ? 3 : 2),
  chances: ({ share }) => ({ exclusive: false, ports: { answer: 1, comparison: share } }),
  expand,
})
