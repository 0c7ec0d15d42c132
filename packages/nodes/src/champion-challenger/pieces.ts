import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

export const drawParams = z.looseObject({ share: z.number(), shadow: z.boolean() })
const draw = piece('champion-challenger-draw', 'Draw', 'Draws whether the challenger is asked.', {
  params: drawParams,
  inputs: ['in'],
  outputs: ['champion', 'challenger', 'question'],
})

const turn = piece(
  'champion-challenger-turn',
  'Champion?',
  'Asks the champion first, or where the challenger failed.',
  {
    inputs: ['asked', 'question', 'instead'],
    outputs: ['out'],
    activation: withGaps,
  },
)

export const pairParams = z.looseObject({ shadow: z.boolean() })
const pair = piece('champion-challenger-pair', 'Pair', 'Puts both answers side by side, without their names.', {
  params: pairParams,
  inputs: ['question', 'challenger', 'error', 'champion'],
  outputs: ['pair', 'prompt'],
  activation: withGaps,
})

const close = piece('champion-challenger-close', 'Comparison', 'Says who answered, and which was better.', {
  params: pairParams,
  inputs: ['pair', 'verdict', 'error'],
  outputs: ['answer', 'comparison', 'record'],
  activation: withGaps,
})

export const pieces = {
  'champion-challenger-draw': draw,
  'champion-challenger-turn': turn,
  'champion-challenger-pair': pair,
  'champion-challenger-close': close,
}
