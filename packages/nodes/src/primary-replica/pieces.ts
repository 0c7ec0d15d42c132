import { z } from 'zod'
import { piece } from '../pattern/body.ts'

export const splitParams = z.looseObject({ replicas: z.int(), split: z.enum(['even', 'bySize']), partSize: z.int() })
const split = piece('primary-replica-split', 'Split', 'Cuts the job into parts.', {
  params: splitParams,
  inputs: ['in'],
  outputs: ['state'],
})

export const assignParams = z.looseObject({ standby: z.boolean(), model: z.string(), system: z.string() })
const assign = piece('primary-replica-assign', 'Assign', 'Hands parts without a result to replicas.', {
  params: assignParams,
  inputs: ['state'],
  outputs: ['items', 'state'],
})

export const settleParams = z.looseObject({ standby: z.boolean(), replicas: z.int(), respawn: z.boolean() })
const settle = piece('primary-replica-settle', 'Results', 'Notes results; lost parts go to another replica.', {
  params: settleParams,
  inputs: ['state', 'outcomes'],
  outputs: ['state'],
})

export const combineParams = z.looseObject({ combine: z.enum(['concat', 'agent']) })
const combine = piece('primary-replica-combine', 'Combine', 'Puts the parts together, in order.', {
  params: combineParams,
  inputs: ['state'],
  outputs: ['out', 'prompt'],
})

const close = piece('primary-replica-close', 'Report', 'Says who did which part.', {
  inputs: ['state'],
  outputs: ['parts', 'primary', 'failovers', 'record'],
})

export const chooseParams = z.looseObject({ race: z.boolean() })
const choose = piece('primary-replica-choose', 'Choose', 'Takes the first answer, or the one most agree on.', {
  params: chooseParams,
  inputs: ['outcomes'],
  outputs: ['result', 'parts', 'primary', 'failovers', 'record'],
})

export const pieces = {
  'primary-replica-split': split,
  'primary-replica-assign': assign,
  'primary-replica-settle': settle,
  'primary-replica-combine': combine,
  'primary-replica-close': close,
  'primary-replica-choose': choose,
}
