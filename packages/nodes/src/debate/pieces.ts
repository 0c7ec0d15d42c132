import { z } from 'zod'
import { piece } from '../pattern/body.ts'

export const begin = piece('debate-begin', 'Begin', 'Notes the question.', {
  inputs: ['in'],
  outputs: ['prompt', 'state'],
})

export const floor = piece('debate-floor', 'Round', 'Adds what was said and gives the floor to all for a reply.', {
  params: z.looseObject({ row: z.int() }),
  inputs: ['state', 'outcomes'],
  outputs: ['prompt', 'state'],
})

export const close = piece('debate-close', 'Verdict', 'Gives the verdict and all that was said.', {
  inputs: ['state', 'verdict'],
  outputs: ['verdict', 'transcript', 'record'],
})
