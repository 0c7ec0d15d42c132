import { z } from 'zod'
import { piece } from '../pattern/body.ts'

export const copies = piece('best-of-n-copies', 'Copies', 'The task, once per candidate.', {
  params: z.looseObject({ n: z.int() }),
  inputs: ['in'],
  outputs: ['items'],
})

export const lay = piece('best-of-n-lay', 'Candidates', 'Lays the candidates before the judge.', {
  params: z.looseObject({ judging: z.enum(['pointwise', 'listwise', 'knockout']) }),
  inputs: ['outcomes', 'task'],
  outputs: ['items', 'state'],
})

export const pick = piece('best-of-n-pick', 'Best', 'Takes the candidate with the best judgement.', {
  params: z.looseObject({ minScore: z.number(), judging: z.enum(['pointwise', 'listwise', 'knockout']) }),
  inputs: ['state', 'outcomes'],
  outputs: ['best', 'scores', 'record'],
})

export const pair = piece('best-of-n-pair', 'Matches', 'Pairs those still in, each match in both orders.', {
  inputs: ['in'],
  outputs: ['items'],
})

export const match = piece('best-of-n-match', 'Round', 'Who won both orders goes on; a draw goes to the earlier one.', {
  inputs: ['state', 'outcomes'],
  outputs: ['state'],
})
