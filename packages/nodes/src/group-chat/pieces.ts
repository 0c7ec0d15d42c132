import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

const rules = { stop: z.enum(['everyone', 'phrase', 'turns']), phrase: z.string() }
const people = z.array(z.object({ name: z.string(), model: z.string(), prompt: z.string() }))

const begin = piece('group-chat-begin', 'Begin', 'Opens an empty thread.', { inputs: ['in'], outputs: ['state'] })

export const nextParams = z.looseObject({ people, chosen: z.boolean(), ...rules })
const next = piece('group-chat-next', 'Next', 'Says whose turn it is, or asks the moderator.', {
  params: nextParams,
  inputs: ['state'],
  outputs: ['ask', 'question', 'state'],
})

export const seatParams = z.looseObject({ people, allowRepeat: z.boolean(), ...rules })
const seat = piece('group-chat-seat', 'Seat', 'Gives the floor to whom the moderator chose.', {
  params: seatParams,
  inputs: ['state', 'choice', 'error'],
  outputs: ['ask', 'state'],
  activation: withGaps,
})

export const noteParams = z.looseObject({ names: z.array(z.string()), maxTurns: z.int(), ...rules })
const note = piece('group-chat-note', 'Thread', 'Writes down what was said, and whether it is settled.', {
  params: noteParams,
  inputs: ['state', 'said', 'error'],
  outputs: ['state'],
  activation: withGaps,
})

export const closeParams = z.looseObject({ phrase: z.string() })
const close = piece('group-chat-close', 'Conclusion', 'Gives the last message, and the thread.', {
  params: closeParams,
  inputs: ['state'],
  outputs: ['conclusion', 'thread', 'record'],
})

export const pieces = {
  'group-chat-begin': begin,
  'group-chat-next': next,
  'group-chat-seat': seat,
  'group-chat-note': note,
  'group-chat-close': close,
}
