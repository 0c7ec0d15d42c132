import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { namesOf, people, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

export const Params = z.looseObject({
  proposers: people(
    { title: 'Proposers', description: 'Each layer has one of each. Different models make it worth while.' },
    [
      { name: 'Analyst', prompt: 'You take the task apart and look at facts and numbers.' },
      { name: 'Practitioner', prompt: 'You look at what works in practice and what it costs.' },
      { name: 'Critic', prompt: 'You look for mistakes and for what is missing.' },
      { name: 'Inventor', prompt: 'You look for an unusual way.' },
    ],
  ),
  prompt: task(),
  layers: z
    .int()
    .min(2)
    .max(10)
    .default(3)
    .meta({ title: 'Layers', description: 'The last one is the aggregator alone.' }),
  aggregator: z
    .looseObject({
      model: model(),
      prompt: template(
        'Instructions',
        'How to write the answer.',
        'You synthesise the final answer from the answers of several people. Weigh them, do not just repeat them: some are wrong. Take what is right from each.',
      ),
    })
    .prefault({})
    .meta({ title: 'Aggregator', description: 'Writes the one answer. Worth the strongest model.' }),
})
export type Params = z.infer<typeof Params>

/** Layers of proposers, each on the answers of the layer before (CATALOGUE X12). */
export const mixtureOfAgents = defineNode({
  kind: 'mixture-of-agents',
  title: 'Mixture of Agents',
  category: 'agent',
  summary: 'Layers of agents improve on the answers of the layer before; an aggregator writes the last word.',
  aliases: ['moa', 'mixture', 'layers', 'ensemble of models', 'proposers and aggregator'],
  icon: 'blend',
  patternId: 'X12',
  cost: 'W × (L − 1) + 1 calls',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'task')],
    outputs: [port('answer', 'answer', 'text'), port('layers', 'layers', 'list')],
  }),
  fact: ({ layers, proposers }) => `${layers} layers of ${proposers.length}`,
  rows: ({ proposers, layers }) => [
    { label: 'Proposers', value: namesOf(proposers).join(', ') },
    { label: 'Layers', value: String(layers) },
  ],
  width: 320,
  strip: true,
  verb: 'Proposing',
  callsOut: () => true,
  templates: ({ proposers, prompt, aggregator }) => [
    ...promptsOf('proposers', proposers),
    ...templateParams({ prompt, 'aggregator.prompt': aggregator.prompt, 'aggregator.model': aggregator.model }),
  ],
  models: ({ proposers, aggregator }) => namedModels(...proposers.map(({ model }) => model), aggregator.model),
  calls: ({ proposers, layers }) => proposers.length * (layers - 1) + 1,
  expand,
  // `agent-<layer>-<proposer>`
  member: (step) => step.replace(/^agent-\d+-/, 'agent-'),
  check: ({ proposers }, node) => sameNames(node, 'proposers', proposers),
})
