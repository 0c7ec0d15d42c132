import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { duplicates, issue, model, namedModels, plural, template } from '../params.ts'
import { expand } from './expand.ts'
import { textsOf } from './stages.ts'

const Member = z.looseObject({
  name: z.string().min(1).max(64).meta({ title: 'Name', description: 'Other members never see it.' }),
  model: model(),
  prompt: template('Instructions', 'The outlook this member answers with.'),
})

const defaultMembers = [
  { name: 'Optimist', prompt: 'You look for what can go right. Show the best way forward and how to get there.' },
  { name: 'Skeptic', prompt: 'You look for what can go wrong. Question assumptions, name risks, ask for evidence.' },
  {
    name: 'Pragmatist',
    prompt: 'You look for what works. Weigh effort against benefit and propose concrete next steps.',
  },
]

export const Params = z.looseObject({
  members: z
    .array(Member)
    .min(1)
    .max(50)
    .default(defaultMembers)
    .meta({ title: 'Members', description: 'Who answers and reviews.' }),
  question: template('Question', 'What the council is asked. {{ input }} is what reaches this node.', '{{ input }}'),
  chair: z
    .looseObject({ model: model('Best one that no member uses. Leave empty for the default model.') })
    .default({})
    .meta({ title: 'Chair', description: 'Writes the final answer from all answers and reviews.' }),
  review: z.enum(['others', 'all']).default('others').meta({
    title: 'Each reviews',
    description: 'others: every answer but its own. all: its own too.',
  }),
  rule: z
    .enum(['borda', 'averageRank', 'irv', 'copeland', 'schulze'])
    .default('borda')
    .meta({
      title: 'Rank by',
      description: 'How the reviewers’ rankings become one.',
      labels: {
        borda: 'Points by place (Borda)',
        averageRank: 'Average place',
        irv: 'Rounds, the last one drops out (instant runoff)',
        copeland: 'Duels won (Copeland)',
        schulze: 'Strongest duels (Schulze)',
      },
    }),
  revise: z.boolean().default(false).meta({
    title: 'Revise answers',
    description: 'Members improve their answers with the reviews before the chair writes. One more call each.',
  }),
  minAnswers: z
    .int()
    .min(1)
    .max(50)
    .default(2)
    .meta({ title: 'Fewest answers', description: 'With fewer the council fails.' }),
  minBallots: z.int().min(1).max(50).default(1).meta({
    title: 'Fewest ballots',
    description: 'With fewer valid ones the chair works without a ranking.',
  }),
  onChairFailure: z.enum(['topAnswer', 'fail']).default('topAnswer').meta({
    title: 'If the chair fails',
    description: 'topAnswer: the best ranked answer counts, marked as not synthesised. fail: the council fails.',
  }),
})
export type Params = z.infer<typeof Params>

/** Members answer apart, review each other without names, and a chair writes the answer (CATALOGUE P10). */
export const council = defineNode({
  kind: 'council',
  title: 'Council',
  category: 'decide',
  summary: 'Several models answer, review each other without names, and a chair writes the final answer.',
  aliases: ['llm council', 'panel', 'committee', 'peer review', 'experts', 'debate', 'team', 'peer collaboration'],
  icon: 'users',
  patternId: 'P10',
  cost: '2N + 1 calls, 3N + 1 with revision',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'question')],
    outputs: [
      port('answer', 'answer', 'text'),
      port('ranking', 'ranking', 'list'),
      port('dissent', 'dissent', 'list'),
      port('answers', 'answers', 'list'),
      port('ballots', 'ballots', 'list'),
      port('labels', 'labels', 'json'),
    ],
  }),
  fact: ({ members }) => plural(members.length, 'member'),
  rows: ({ members, review, rule }) => [
    { label: 'Members', value: members.map(({ name }) => name).join(', ') },
    { label: 'Review', value: review === 'others' ? 'each other' : 'all answers' },
    { label: 'Rank by', value: ranking[rule] },
  ],
  width: 320,
  strip: true,
  verb: 'In session',
  callsOut: () => true,
  templates: (params) => textsOf(params),
  models: ({ members, chair }) => namedModels(...members.map((member) => member.model), chair.model),
  chances: () => ({ exclusive: false, ports: {} }),
  // Alone there is nobody to review.
  calls: ({ members, revise, review }) =>
    members.length * (1 + (revise ? 1 : 0)) + (members.length === 1 && review === 'others' ? 0 : members.length) + 1,
  expand,
  // Who answers also reviews and revises.
  member: (step) => (/^(?:reviewer|reviser)$/.test(step) ? 'member' : step),
  check,
})

const ranking = {
  borda: 'points by place',
  averageRank: 'average place',
  irv: 'instant runoff',
  copeland: 'duels won',
  schulze: 'strongest duels',
}

function check({ members }: Params, node: FlowNode): FlowIssue[] {
  return duplicates(members.map(({ name }) => name)).map((name) =>
    issue(node, 'duplicate-member', 'members', `Two members are called “${name}”. Rename one of them.`),
  )
}
