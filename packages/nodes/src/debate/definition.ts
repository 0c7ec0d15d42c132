import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { namesOf, people, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

export const Params = z.looseObject({
  debaters: people(
    { title: 'Debaters', description: 'Each takes a side and answers the others.' },
    [
      { name: 'For', prompt: 'You argue for it. Look for the strongest case and for evidence.' },
      { name: 'Against', prompt: 'You argue against it. Look for what goes wrong and for better ways.' },
    ],
    2,
    5,
  ),
  question: task('Question', 'What is debated. {{ input }} is what reaches this node.'),
  rounds: z
    .int()
    .min(0)
    .max(10)
    .default(2)
    .meta({ title: 'Rounds of reply', description: 'After the opening statements.' }),
  judge: z
    .looseObject({
      model: model(),
      prompt: template(
        'Instructions',
        'How to decide.',
        'You are the moderator of a debate and give the verdict. Say which side has the better case on what was actually said, what the other side is right about, and what to do.',
      ),
    })
    .prefault({})
    .meta({ title: 'Judge', description: 'Reads everything and decides.' }),
})
export type Params = z.infer<typeof Params>

/** Sides argue in rounds, and a judge decides (CATALOGUE X11). */
export const debate = defineNode({
  kind: 'debate',
  title: 'Debate',
  category: 'decide',
  summary: 'Agents argue opposite sides in rounds, each answering the others, and a judge decides.',
  aliases: ['argue', 'pro and con', 'adversarial', 'multi-agent debate', 'sides', 'debate with judge'],
  icon: 'messages-square',
  patternId: 'X11',
  cost: 'D × (R + 1) + 1 calls',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'question')],
    outputs: [port('verdict', 'verdict', 'text'), port('transcript', 'transcript', 'list')],
  }),
  fact: ({ rounds }) => `${rounds} rounds`,
  rows: ({ debaters, rounds }) => [
    { label: 'Debaters', value: namesOf(debaters).join(', ') },
    { label: 'Rounds of reply', value: String(rounds) },
  ],
  width: 320,
  strip: true,
  verb: 'Debating',
  callsOut: () => true,
  templates: ({ debaters, question, judge }) => [
    ...promptsOf('debaters', debaters),
    ...templateParams({ question, 'judge.prompt': judge.prompt, 'judge.model': judge.model }),
  ],
  models: ({ debaters, judge }) => namedModels(...debaters.map(({ model }) => model), judge.model),
  calls: ({ debaters, rounds }) => debaters.length * (rounds + 1) + 1,
  expand,
  // `agent-<round>-<debater>`
  member: (step) => step.replace(/^agent-\d+-/, 'agent-'),
  check: ({ debaters }, node) => sameNames(node, 'debaters', debaters),
})
