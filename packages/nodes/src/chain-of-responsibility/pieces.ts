import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

export const begin = piece('chain-of-responsibility-begin', 'Begin', 'Notes the request.', {
  inputs: ['in'],
  outputs: ['next', 'state'],
})

export const hop = piece(
  'chain-of-responsibility-hop',
  'Handled?',
  'Goes on to the next handler if this one did not take it.',
  {
    params: z.looseObject({
      name: z.string(),
      mode: z.enum(['guard', 'attempt']),
      onHandlerError: z.enum(['fail', 'next']),
    }),
    inputs: ['state', 'declined', 'unsure', 'answer', 'error'],
    outputs: ['next', 'state'],
    activation: withGaps,
  },
)

export const close = piece('chain-of-responsibility-close', 'Response', 'Gives the response and who handled it.', {
  params: z.looseObject({ onUnhandled: z.enum(['fail', 'port']) }),
  inputs: ['state'],
  outputs: ['response', 'handledBy', 'unhandled', 'record'],
})
