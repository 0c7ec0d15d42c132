import { z } from 'zod'
import { piece } from '../pattern/body.ts'

const members = z.looseObject({ members: z.array(z.string()) })

export const allFailed = piece('scatter-gather-lost', 'All failed', 'Only runs when nobody is left in the race.', {
  params: members,
  inputs: ({ members }) => members.map((_, i) => `e${i}`),
  outputs: ['out'],
  activation: () => ({ type: 'join', need: 'all', rest: 'drain', onUnsatisfiable: 'skip', onFailed: 'ignore' }),
})

export const race = piece('scatter-gather-race', 'Race', 'Takes the first that succeeds and stops the others.', {
  params: members,
  inputs: ({ members }) => [...members.map((_, i) => `m${i}`), 'lost'],
  outputs: ['result', 'all', 'agreement', 'record'],
  activation: () => ({ type: 'join', need: 'n', n: 1, rest: 'cancel', onUnsatisfiable: 'fail', onFailed: 'ignore' }),
})

export const ballot = piece('scatter-gather-ballot', 'Answers', 'Lays the answers before the judge, without names.', {
  params: z.looseObject({ minAnswers: z.int() }),
  inputs: ['outcomes', 'request'],
  outputs: ['prompt', 'alone'],
})

export const best = piece('scatter-gather-best', 'Best', 'Takes the answer the judge put first.', {
  inputs: ['outcomes', 'judged'],
  outputs: ['result', 'agreement', 'record'],
})

export const consensus = piece('scatter-gather-consensus', 'Consensus', 'Groups answers that say the same.', {
  params: z.looseObject({
    minAnswers: z.int(),
    quorum: z.number(),
    equivalence: z.enum(['canonical', 'normalized']),
    onNoConsensus: z.enum(['fail', 'best']),
  }),
  inputs: ['outcomes'],
  outputs: ['result', 'agreement', 'record'],
})
