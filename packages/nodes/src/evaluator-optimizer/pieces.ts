import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

export const begin = piece('evaluator-optimizer-begin', 'Begin', 'Notes the task.', {
  inputs: ['in'],
  outputs: ['state'],
})

export const fold = piece(
  'evaluator-optimizer-fold',
  'Verdict',
  'Keeps the best draft and says what the next must mend.',
  {
    params: z.looseObject({ minScore: z.number(), maxIterations: z.int() }),
    inputs: ['state', 'draft', 'draftError', 'verdict', 'verdictError'],
    outputs: ['state'],
    activation: withGaps,
  },
)

export const close = piece(
  'evaluator-optimizer-close',
  'Result',
  'Gives the draft that passed, or the best there was.',
  {
    params: z.looseObject({ keep: z.enum(['best', 'last']) }),
    inputs: ['state'],
    outputs: ['result', 'passed', 'verdicts', 'record'],
  },
)
