import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { task } from '../pattern/people.ts'
import { expand } from './expand.ts'

export const Params = z.looseObject({
  prompt: task('Question', 'What is asked each time. {{ input }} is what reaches this node.'),
  system: template(
    'Instructions',
    'How to answer.',
    'Think step by step. End with one line: “Answer:” and the answer, as short as possible.',
  ),
  model: model(),
  samples: z
    .int()
    .min(1)
    .max(101)
    .default(5)
    .meta({ title: 'Samples', description: 'How often it is asked at the most.' }),
  temperature: z
    .number()
    .min(0)
    .max(2)
    .default(0.7)
    .meta({ title: 'Temperature', description: 'Some variety is needed: samples that are all alike say nothing.' }),
  extract: z.enum(['answer', 'lastLine', 'whole']).default('answer').meta({
    title: 'What counts',
    description: 'answer: what follows “Answer:”, else all. lastLine: the last line. whole: all of it.',
  }),
  earlyStop: z.boolean().default(true).meta({
    title: 'Stop early',
    description: 'As soon as the leader cannot be caught any more. The winner is the same.',
  }),
})
export type Params = z.infer<typeof Params>

/** The same question several times; most votes win (CATALOGUE X09). */
export const selfConsistency = defineNode({
  kind: 'self-consistency',
  title: 'Self-consistency',
  category: 'decide',
  summary: 'Asks the same question several times and takes the answer that comes most often.',
  aliases: ['voting', 'majority vote', 'samples', 'self consistency', 'parallelisation voting', 'repeat and vote'],
  icon: 'copy-check',
  patternId: 'X09',
  cost: 'N calls, fewer with early stop',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'question')],
    outputs: [port('answer'), port('tally', 'tally', 'json'), port('agreement')],
  }),
  fact: ({ samples }) => `${samples} samples`,
  rows: ({ samples, temperature, earlyStop }) => [
    { label: 'Samples', value: `${earlyStop ? 'up to ' : ''}${samples}` },
    { label: 'Temperature', value: String(temperature) },
  ],
  width: 320,
  strip: true,
  verb: 'Sampling',
  callsOut: () => true,
  templates: ({ prompt, system, model }) => templateParams({ prompt, system, model }),
  models: ({ model }) => namedModels(model),
  calls: ({ samples }) => samples,
  forecast: ({ samples }, { attempts }) => ({ max: samples * attempts }),
  expand,
})
