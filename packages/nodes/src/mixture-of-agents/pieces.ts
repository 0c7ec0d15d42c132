import { z } from 'zod'
import { piece } from '../pattern/body.ts'

export const begin = piece('mixture-of-agents-begin', 'Begin', 'Notes the task.', {
  inputs: ['in'],
  outputs: ['prompt', 'state'],
})

export const mix = piece('mixture-of-agents-mix', 'Layer', 'Lays all answers of a layer before the next one.', {
  params: z.looseObject({ row: z.int() }),
  inputs: ['state', 'outcomes'],
  outputs: ['prompt', 'state'],
})

export const close = piece('mixture-of-agents-close', 'Answer', 'Gives the answer and what each layer said.', {
  inputs: ['state', 'answer'],
  outputs: ['answer', 'layers', 'record'],
})
