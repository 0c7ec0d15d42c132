import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, plural, template, templateParams } from '../params.ts'
import { namesOf, Person, promptsOf, sameNames } from '../pattern/people.ts'
import { expand } from './expand.ts'

const Stage = Person.extend({
  criteria: template(
    'Passes if',
    'What its result must be like to go on.',
    'Complete, consistent, and fit for the next stage.',
  ),
})

export const Params = z.looseObject({
  stages: z
    .array(Stage)
    .min(1)
    .max(30)
    .default(
      [
        { name: 'Requirements', prompt: 'Write the requirements for this as a numbered list that can be tested.' },
        { name: 'Design', prompt: 'Write a design that meets these requirements: parts, interfaces, data.' },
        { name: 'Plan', prompt: 'Write the plan for building this design: steps in order, each with how to test it.' },
      ].map((stage) => ({ ...stage, criteria: 'Complete, consistent, and fit for the next stage.' })),
    )
    .meta({ title: 'Stages', description: 'One after the other, with a gate behind each.' }),
  gate: z
    .looseObject({ model: model() })
    .default({})
    .meta({ title: 'Gates', description: 'Which model judges. Best another one than those that work.' }),
  minScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.7)
    .meta({ title: 'Passes from', description: 'The least score at each gate.' }),
  onGateFail: z.enum(['fail', 'rework']).default('fail').meta({
    title: 'If a gate stays shut',
    description:
      'fail: what was rejected leaves by “rejected”. rework: the stage is done again with the reasons, then the same.',
  }),
  maxRework: z
    .int()
    .min(1)
    .max(20)
    .default(2)
    .meta({ title: 'Most reworks', description: 'Per stage.', onlyFor: { onGateFail: ['rework'] } }),
})
export type Params = z.infer<typeof Params>

/** Stages with a gate behind each (CATALOGUE P02). */
export const waterfall = defineNode({
  kind: 'waterfall',
  title: 'Waterfall with Gates',
  category: 'agent',
  summary: 'Stages one after the other; each result is judged at a gate before the next stage begins.',
  aliases: [
    'stage gate',
    'gates',
    'phases',
    'quality gates',
    'prompt chaining with gates',
    'guardrails',
    'approval stages',
  ],
  icon: 'waves',
  patternId: 'P02',
  cost: '2 calls a stage, at most 2 × (1 + reworks)',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('output'), port('rejected', 'rejected', 'json')] }),
  fact: ({ stages }) => plural(stages.length, 'gate'),
  rows: ({ stages, onGateFail, maxRework, minScore }) => [
    { label: 'Stages', value: namesOf(stages).join(' → ') },
    { label: 'Passes from', value: String(minScore) },
    { label: 'Else', value: onGateFail === 'rework' ? `rework, ${maxRework} times` : 'rejected' },
  ],
  width: 320,
  strip: true,
  verb: 'Passing gates',
  callsOut: () => true,
  templates: ({ stages, gate }) => [
    ...promptsOf('stages', stages),
    ...templateParams({
      'gate.model': gate.model,
      ...Object.fromEntries(stages.map(({ criteria }, i) => [`stages[${i}].criteria`, criteria])),
    }),
  ],
  models: ({ stages, gate }) => namedModels(...stages.map(({ model }) => model), gate.model),
  calls: ({ stages, onGateFail, maxRework }) => 2 * stages.length * (onGateFail === 'rework' ? 1 + maxRework : 1),
  expand,
  check: ({ stages }, node) => sameNames(node, 'stages', stages),
})
