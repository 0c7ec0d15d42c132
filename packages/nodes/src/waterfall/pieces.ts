import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

export const begin = piece('waterfall-begin', 'Begin', 'The first checkpoint.', {
  inputs: ['in'],
  outputs: ['next', 'state'],
})

export const gate = piece(
  'waterfall-gate',
  'Gate',
  'Opens for a result that passed; else goes back to the checkpoint.',
  {
    params: z.looseObject({ name: z.string() }),
    inputs: ['state', 'result', 'passed', 'verdicts', 'error'],
    outputs: ['next', 'state'],
    activation: withGaps,
  },
)

export const close = piece('waterfall-close', 'Result', 'Gives the last result, or what was rejected.', {
  inputs: ['state'],
  outputs: ['output', 'rejected', 'record'],
})
