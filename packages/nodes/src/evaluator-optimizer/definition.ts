import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const Role = (title: string, description: string, prompt: string) =>
  z
    .looseObject({ model: model(), prompt: template('Instructions', 'How to work.', prompt) })
    .prefault({})
    .meta({ title, description })

export const Params = z.looseObject({
  prompt: task(),
  generator: Role('Writer', 'Makes the drafts.', 'You write what is asked, short and clear. Give only the text.'),
  evaluator: Role(
    'Evaluator',
    'Scores each draft. Best another model than the writer’s.',
    'You are a strict but fair editor. Score the draft from 0 to 1 and say what to change.',
  ),
  maxIterations: z.int().min(1).max(50).default(3).meta({ title: 'Most rounds', description: 'Drafts at the most.' }),
  minScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.8)
    .meta({ title: 'Passes from', description: 'A draft with this score or more is good enough.' }),
  keep: z.enum(['best', 'last']).default('best').meta({
    title: 'If none passes',
    description: 'best: the draft with the highest score counts. last: the last one.',
  }),
})
export type Params = z.infer<typeof Params>

/** Draft, evaluate, mend, until it is good enough (CATALOGUE X06). */
export const evaluatorOptimizer = defineNode({
  kind: 'evaluator-optimizer',
  title: 'Evaluator-Optimizer',
  category: 'agent',
  summary: 'One agent drafts, another scores and says what to change, until the draft is good enough.',
  aliases: [
    'reflection',
    'critic loop',
    'maker-checker',
    'review and critique',
    'iterative refinement',
    'self refine',
    'reflexion',
    'evaluator reflect-refine',
    'rework',
  ],
  icon: 'refresh-cw',
  patternId: 'X06',
  cost: '2 calls a round, at most 2R',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'task')],
    outputs: [port('result'), port('passed'), port('verdicts', 'verdicts', 'list')],
  }),
  fact: ({ maxIterations }) => `at most ${maxIterations} rounds`,
  rows: ({ minScore, maxIterations, keep }) => [
    { label: 'Passes from', value: String(minScore) },
    { label: 'Most rounds', value: String(maxIterations) },
    { label: 'Else', value: keep === 'best' ? 'the best draft' : 'the last draft' },
  ],
  width: 320,
  strip: true,
  verb: 'Refining',
  callsOut: () => true,
  templates: ({ prompt, generator, evaluator }) =>
    templateParams({
      prompt,
      'generator.prompt': generator.prompt,
      'generator.model': generator.model,
      'evaluator.prompt': evaluator.prompt,
      'evaluator.model': evaluator.model,
    }),
  models: ({ generator, evaluator }) => namedModels(generator.model, evaluator.model),
  calls: ({ maxIterations }) => 2 * maxIterations,
  expand,
})
