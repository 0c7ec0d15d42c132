import { z } from 'zod'
import { piece } from '../pattern/body.ts'

const plan = z.looseObject({
  samples: z.int(),
  earlyStop: z.boolean(),
  extract: z.enum(['answer', 'lastLine', 'whole']),
})

export const begin = piece('self-consistency-begin', 'Begin', 'Notes the question.', {
  inputs: ['in'],
  outputs: ['state'],
})

export const wave = piece('self-consistency-wave', 'Wave', 'Says how many samples could decide it now.', {
  params: plan,
  inputs: ['in'],
  outputs: ['items'],
})

export const fold = piece(
  'self-consistency-fold',
  'Count',
  'Reads the answers and sees whether the leader can still be caught.',
  {
    params: plan,
    inputs: ['state', 'outcomes'],
    outputs: ['state'],
  },
)

export const box = piece('self-consistency-box', 'Ballots', 'A ballot for each answer that could be read.', {
  params: plan,
  inputs: ['in'],
  outputs: ['ballots'],
})

export const close = piece('self-consistency-close', 'Result', 'Gives the answer and how many agreed.', {
  inputs: ['box', 'tally', 'state'],
  outputs: ['answer', 'tally', 'agreement', 'record'],
})
