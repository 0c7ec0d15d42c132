import { When } from '@quorum/engine'
import { z } from 'zod'
import { piece } from '../pattern/body.ts'

const experts = z.array(
  z.object({
    name: z.string(),
    model: z.string(),
    prompt: z.string(),
    needs: z.array(z.string()),
    when: When.optional(),
    writes: z.string(),
    how: z.enum(['append', 'last']),
  }),
)

export const rules = z.looseObject({
  experts,
  answer: z.string(),
  goal: When.optional(),
  selection: z.enum(['priority', 'all']),
  maxSteps: z.int(),
  quietRounds: z.int(),
})
const begin = piece('blackboard-begin', 'Begin', 'Puts the facts on the board and says who acts first.', {
  params: rules,
  inputs: ['in'],
  outputs: ['state'],
})

export const askParams = z.looseObject({ experts })
const ask = piece('blackboard-ask', 'Ask', 'Shows the board to those whose condition holds.', {
  params: askParams,
  inputs: ['state'],
  outputs: ['items'],
})

const write = piece('blackboard-write', 'Board', 'Writes down what they added, and says who acts next.', {
  params: rules,
  inputs: ['state', 'outcomes'],
  outputs: ['state'],
})

export const closeParams = z.looseObject({ answer: z.string() })
const close = piece('blackboard-close', 'Answer', 'Gives the answer and the board.', {
  params: closeParams,
  inputs: ['state'],
  outputs: ['answer', 'board', 'record'],
})

export const pieces = {
  'blackboard-begin': begin,
  'blackboard-ask': ask,
  'blackboard-write': write,
  'blackboard-close': close,
}
