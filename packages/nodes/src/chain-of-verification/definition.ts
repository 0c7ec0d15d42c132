import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, plural, template, templateParams } from '../params.ts'
import { task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const Role = (title: string, description: string, prompt: string) =>
  z
    .looseObject({ model: model(), prompt: template('Instructions', 'How to work.', prompt) })
    .prefault({})
    .meta({ title, description })

export const Params = z.looseObject({
  prompt: task('Question'),
  writer: Role('Writer', 'Answers, and mends its answer at the end.', 'Answer the question completely and briefly.'),
  planner: Role(
    'Who asks back',
    'Finds the questions that would show a mistake in the answer.',
    'You check answers. Ask the questions that would show whether its facts are right: one fact each, and each understandable by itself.',
  ),
  checker: Role(
    'Checker',
    'Answers each question without having seen the answer.',
    'Answer from what you know for certain. If you do not know, say so.',
  ),
  maxQuestions: z
    .int()
    .min(1)
    .max(100)
    .default(5)
    .meta({ title: 'Most questions', description: 'Only so many are looked into; each is a call.' }),
})
export type Params = z.infer<typeof Params>

/** An answer is taken apart into questions, each is answered afresh, and the answer is mended (Dhuliawala et al., 2023). */
export const chainOfVerification = defineNode({
  kind: 'chain-of-verification',
  title: 'Chain of Verification',
  category: 'agent',
  summary: 'Answers, asks what could be wrong in that answer, looks into each question afresh and mends the answer.',
  aliases: ['fact check', 'verify', 'cove', 'self-check', 'hallucination', 'double-check'],
  icon: 'list-checks',
  patternId: 'X29',
  cost: 'Q + 3 calls',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'question')],
    outputs: [port('answer'), port('draft'), port('checks', 'checks', 'list')],
  }),
  fact: ({ maxQuestions }) => `up to ${plural(maxQuestions, 'question')}`,
  rows: ({ maxQuestions }) => [{ label: 'Most questions', value: String(maxQuestions) }],
  width: 320,
  strip: true,
  verb: 'Checking facts',
  callsOut: () => true,
  calls: ({ maxQuestions }) => maxQuestions + 3,
  templates: ({ prompt, writer, planner, checker }) =>
    templateParams({
      prompt,
      'writer.prompt': writer.prompt,
      'writer.model': writer.model,
      'planner.prompt': planner.prompt,
      'planner.model': planner.model,
      'checker.prompt': checker.prompt,
      'checker.model': checker.model,
    }),
  models: ({ writer, planner, checker }) => namedModels(writer.model, planner.model, checker.model),
  expand,
  member: (step) => (step === 'final' ? 'draft' : step),
})
