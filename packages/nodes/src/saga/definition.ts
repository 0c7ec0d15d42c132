import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, plural, template, templateParams } from '../params.ts'
import { sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const Step = z.looseObject({
  name: z.string().min(1).max(64).meta({ title: 'Name', description: 'Shown on the canvas and in the results.' }),
  prompt: template('Does', 'What is done in this step.'),
  undo: template('Undoes', 'How it is taken back if a later step fails.'),
  model: model(),
})

export const Params = z.looseObject({
  prompt: task(),
  steps: z
    .array(Step)
    .min(1)
    .max(30)
    .default([
      { name: 'Flight', prompt: 'Book the flight.', undo: 'Cancel the flight.' },
      { name: 'Hotel', prompt: 'Book the hotel.', undo: 'Cancel the hotel.' },
      { name: 'Car', prompt: 'Book the car.', undo: 'Cancel the car.' },
    ])
    .meta({ title: 'Steps', description: 'One after another. If one fails, those before it are undone in reverse.' }),
  compensationAttempts: z
    .int()
    .min(1)
    .max(20)
    .default(5)
    .meta({ title: 'Tries to undo', description: 'After so many the node fails and tells which step is stuck.' }),
})
export type Params = z.infer<typeof Params>

/** Steps with effects; when one fails or the node is cancelled, what was done is undone in reverse (CATALOGUE X16). */
export const saga = defineNode({
  kind: 'saga',
  title: 'Saga',
  category: 'flow',
  summary: 'Does steps one after another, and takes back in reverse what was done if one fails.',
  aliases: ['compensation', 'undo', 'rollback', 'transaction', 'compensating transaction', 'saga orchestration'],
  icon: 'undo-2',
  patternId: 'X16',
  cost: 'S calls; up to 2S − 1 if one fails',
  params: Params,
  ports: () => ({ inputs: [port('in', 'task')], outputs: [port('done', 'done', 'list'), port('compensated')] }),
  fact: ({ steps }) => plural(steps.length, 'step'),
  rows: ({ steps }) => [
    {
      label: 'Steps',
      value: steps
        .map(({ name }) => name)
        .join(', ')
        .slice(0, 40),
    },
  ],
  width: 320,
  strip: true,
  verb: 'Working',
  callsOut: () => true,
  templates: ({ prompt, steps }) => [
    ...templateParams({ prompt }),
    ...steps.flatMap((step, i) =>
      templateParams({
        [`steps[${i}].prompt`]: step.prompt,
        [`steps[${i}].undo`]: step.undo,
        [`steps[${i}].model`]: step.model,
      }),
    ),
  ],
  models: ({ steps }) => namedModels(...steps.map(({ model }) => model)),
  calls: ({ steps }) => steps.length,
  chances: () => ({ exclusive: true, ports: { done: 0.9, compensated: 0.1 } }),
  cancelInside: ({ steps }) => steps.map((_, i) => `do${i}`),
  expand,
  check: ({ steps }, node: FlowNode): FlowIssue[] => sameNames(node, 'steps', steps),
})
