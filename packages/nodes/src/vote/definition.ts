import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue, model, namedModels, shares, template, templateParams } from '../params.ts'

const ruleNames = [
  'plurality',
  'majority',
  'supermajority',
  'unanimity',
  'weighted',
  'approval',
  'score',
  'borda',
  'averageRank',
  'irv',
  'copeland',
  'schulze',
  'firstToK',
  'aheadByK',
  'selfConsistency',
  'judge',
  'kOfN',
] as const

const Params = z.looseObject({
  rule: z
    .enum(ruleNames)
    .default('plurality')
    .meta({ title: 'Decide by', description: 'How ballots become a winner.' }),
  candidates: z.array(z.json()).max(1_000).optional().meta({
    title: 'Candidates',
    description: 'What may be voted for, in order. If empty, whatever the ballots name.',
    widget: 'json',
  }),
  base: z
    .enum(['valid', 'cast', 'eligible'])
    .default('valid')
    .meta({
      title: 'Share of',
      description: 'Of valid ballots, of all cast, or of everyone asked.',
      onlyFor: { rule: ['majority', 'supermajority', 'unanimity'] },
    }),
  q: z
    .union([z.number().min(0).max(1), z.string().regex(/^\d{1,6}\/[1-9]\d{0,5}$/, 'must be a share such as 2/3')])
    .default('2/3')
    .meta({ title: 'Share needed', description: '0.75 or 2/3.', onlyFor: { rule: ['supermajority'] } }),
  k: z
    .int()
    .min(1)
    .max(10_000)
    .default(2)
    .meta({
      title: 'How many (k)',
      description: 'kOfN: approvals needed. firstToK: votes needed. aheadByK: the lead needed over every other.',
      onlyFor: { rule: ['kOfN', 'firstToK', 'aheadByK'] },
    }),
  scoreBy: z
    .enum(['mean', 'median', 'trimmedMean'])
    .default('mean')
    .meta({ title: 'Average', description: 'Of the scores given.', onlyFor: { rule: ['score'] } }),
  veto: z
    .union([z.boolean(), z.array(z.string()).max(1_000)])
    .default(false)
    .meta({
      title: 'Veto',
      description: 'True lets any rejection decide; a list names the voters who may.',
      onlyFor: { rule: ['kOfN'] },
    }),
  quorum: z.number().min(0).max(100_000).default(0).meta({
    title: 'Quorum',
    description: 'How many must vote for it to count: a number, or a share below 1.',
  }),
  weights: z
    .record(z.string(), z.number())
    .optional()
    .meta({ title: 'Weights', description: 'By voter.', widget: 'json' }),
  tieBreak: z
    .enum(['chain', 'index', 'runoff', 'sampleMore', 'seededRandom', 'shared', 'escalate'])
    .default('chain')
    .meta({
      title: 'In a tie',
      description:
        'chain: more first places, then head-to-head, mean score, order of candidates. runoff: the tied ones again. shared: several win. escalate and sampleMore: leaves by “undecided”.',
    }),
  model: model('Who judges. Empty: the default model of this flow.', { onlyFor: { rule: ['judge'] } }),
  criteria: template('Judge by', 'What makes one answer better than another.', '', { onlyFor: { rule: ['judge'] } }),
})
type Params = z.infer<typeof Params>

/** Counts ballots and gives the winner. Only a judge asks a model. */
export const vote = defineNode({
  kind: 'vote',
  title: 'Vote',
  category: 'decide',
  summary: 'Counts the ballots that reach it and passes the winner on.',
  aliases: ['ballot', 'majority', 'consensus', 'poll', 'tally', 'ranking', 'election', 'quorum'],
  icon: 'vote',
  patternId: 'X09',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'ballots', 'any', true)],
    outputs: [port('out', 'winner'), port('undecided', 'undecided', 'json'), port('tally', 'tally', 'json')],
  }),
  fact: ({ rule }) => inWords[rule],
  rows: ({ rule, quorum }) => [
    { label: 'Decide by', value: inWords[rule] },
    ...(quorum > 0 ? [{ label: 'Quorum', value: quorum < 1 ? `${Math.round(quorum * 100)} %` : String(quorum) }] : []),
  ],
  width: 320,
  strip: true,
  verb: 'Counting',
  callsOut: ({ rule }) => rule === 'judge',
  asks: ({ rule }) => (rule === 'judge' ? { min: 2, expected: 2, max: 4 } : { min: 0, expected: 0, max: 0 }),
  templates: ({ rule, model, criteria }) => (rule === 'judge' ? templateParams({ criteria, model }) : []),
  models: ({ rule, model }) => (rule === 'judge' ? namedModels(model) : []),
  activation: () => ({ type: 'arrivals' }),
  chances: (_, connected) => ({
    exclusive: true,
    ports: connected.has('undecided') ? shares({ out: 0.95, undecided: 0.05 }) : shares({ out: 1 }),
  }),
  check,
})

const inWords = {
  plurality: 'most votes',
  majority: 'majority',
  supermajority: 'supermajority',
  unanimity: 'unanimity',
  weighted: 'weighted votes',
  approval: 'approval',
  score: 'scores',
  borda: 'Borda points',
  averageRank: 'average rank',
  irv: 'instant runoff',
  copeland: 'pairwise wins',
  schulze: 'Schulze',
  firstToK: 'first to k',
  aheadByK: 'ahead by k',
  selfConsistency: 'self-consistency',
  judge: 'a judge',
  kOfN: 'k of n',
}

function check({ weights }: Params, node: FlowNode): FlowIssue[] {
  const issues: FlowIssue[] = []
  for (const [voter, weight] of Object.entries(weights ?? {})) {
    if (!(weight >= 0))
      issues.push(issue(node, 'invalid-param', 'weights', `The weight of “${voter}” must be 0 or more.`))
  }
  return issues
}
