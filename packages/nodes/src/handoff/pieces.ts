import { z } from 'zod'
import { piece } from '../pattern/body.ts'

const people = z.array(z.object({ name: z.string(), model: z.string(), prompt: z.string(), to: z.array(z.string()) }))

export const beginParams = z.looseObject({ first: z.string() })
const begin = piece('handoff-begin', 'Begin', 'The first agent has it.', {
  params: beginParams,
  inputs: ['in'],
  outputs: ['state'],
})

export const floorParams = z.looseObject({ people, history: z.enum(['full', 'note']) })
const floor = piece('handoff-floor', 'Owner', 'Asks whoever has it.', {
  params: floorParams,
  inputs: ['state'],
  outputs: ['ask'],
})

export const noteParams = z.looseObject({ people, maxHandoffs: z.int(), pingPongLimit: z.int() })
const note = piece('handoff-note', 'Handover', 'Takes the answer, or gives it to the next.', {
  params: noteParams,
  inputs: ['state', 'turn'],
  outputs: ['state'],
})

const close = piece('handoff-close', 'Result', 'Gives the answer and the way it took, or escalates.', {
  inputs: ['state'],
  outputs: ['answer', 'owner', 'path', 'escalate', 'record'],
})

export const pieces = {
  'handoff-begin': begin,
  'handoff-floor': floor,
  'handoff-note': note,
  'handoff-close': close,
}
