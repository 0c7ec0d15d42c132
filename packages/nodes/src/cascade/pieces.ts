import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

export const begin = piece('cascade-begin', 'Begin', 'Notes the task.', { inputs: ['in'], outputs: ['next', 'state'] })

export const weigh = piece('cascade-weigh', 'Accept?', 'Accepts the answer, or asks the next level.', {
  params: z.looseObject({
    name: z.string(),
    accept: z.enum(['confidence', 'agreement', 'judge']),
    minConfidence: z.number(),
  }),
  inputs: ['state', 'answer', 'error', 'second', 'judged'],
  outputs: ['next', 'state'],
  activation: withGaps,
})

export const close = piece('cascade-close', 'Answer', 'Gives the accepted answer, or the last one.', {
  params: z.looseObject({ onExhausted: z.enum(['flag', 'fail']) }),
  inputs: ['state'],
  outputs: ['answer', 'level', 'accepted', 'record'],
})
