import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { shares } from '../params.ts'
import { countedSamples, raceRange } from './counting.ts'

const Params = z.looseObject({
  rule: z.enum(['aheadByK', 'firstToK', 'most']).default('aheadByK').meta({
    title: 'Stop when',
    description:
      'aheadByK: one answer is k votes ahead of every other. firstToK: one has k votes. most: most of so many votes.',
  }),
  k: z
    .int()
    .min(1)
    .max(1_000)
    .default(3)
    .meta({ title: 'k', description: 'The lead or the votes needed.', onlyFor: { rule: ['aheadByK', 'firstToK'] } }),
  maxVotes: z.int().min(1).max(10_000).default(20).meta({
    title: 'Most votes',
    description: 'Then it gives up; with “most” this is how many votes there are.',
  }),
  maxFlagged: z.int().min(1).max(1_000).default(10).meta({
    title: 'Most flagged',
    description: 'Samples that failed or gave nothing are no votes. After so many it gives up.',
  }),
  dispatch: z.enum(['waves', 'one']).default('waves').meta({
    title: 'Ask',
    description: 'waves: at once as many as are needed in any case. one: one after another.',
  }),
  equivalence: z.enum(['canonical', 'normalized', 'exact']).default('canonical').meta({
    title: 'Same answer',
    description: 'canonical: the same JSON or text. normalized: also without case and marks. exact: letter by letter.',
  }),
})
export type Params = z.infer<typeof Params>

const inWords = { aheadByK: 'ahead by', firstToK: 'first to', most: 'most of' }

/** Asks again and again until the answer is sure enough (CATALOGUE §1: the adaptive form of `vote`). */
export const adaptiveVote = defineNode({
  kind: 'adaptive-vote',
  title: 'Vote until sure',
  category: 'decide',
  summary: 'Runs what you draw inside it again and again until one answer has won; clear cases stop early.',
  aliases: [
    'adaptive vote',
    'ahead by k',
    'first to k',
    'sequential vote',
    'sample until',
    'early stop',
    'repeat until sure',
  ],
  icon: 'vote',
  patternId: 'X09',
  cost: 'k … most votes × body',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('out', 'winner'), port('undecided', 'undecided', 'json'), port('tally', 'tally', 'json')],
    inner: { outputs: [port('item', 'question')], inputs: [port('result', 'vote')] },
  }),
  fact: ({ rule, k, maxVotes }) => `${inWords[rule]} ${rule === 'most' ? maxVotes : k}`,
  rows: ({ rule, k, maxVotes }) => [
    { label: 'Stop when', value: `${inWords[rule]} ${rule === 'most' ? maxVotes : k}` },
    { label: 'Most votes', value: String(maxVotes) },
  ],
  width: 320,
  strip: true,
  verb: 'Sampling',
  chances: (_, connected) => ({
    exclusive: true,
    ports: connected.has('undecided') ? shares({ out: 0.95, undecided: 0.05 }) : shares({ out: 1 }),
  }),
  sample: (params) => {
    const { more, tally } = countedSamples(params)
    return { more, tally, samples: raceRange(params) }
  },
})
