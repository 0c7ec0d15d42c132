import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

const begin = piece('plan-and-execute-begin', 'Plan', 'Takes the first version of the plan.', {
  inputs: ['goal', 'plan'],
  outputs: ['state'],
})

const next = piece('plan-and-execute-next', 'Next step', 'Says what is to be done now.', {
  inputs: ['state'],
  outputs: ['ask'],
})

export const noteParams = z.looseObject({ replan: z.enum(['onFailure', 'everyStep']), maxReplans: z.int() })
const note = piece('plan-and-execute-note', 'Checklist', 'Ticks a step off, or asks for a better plan.', {
  params: noteParams,
  inputs: ['state', 'said', 'error'],
  outputs: ['question', 'state'],
  activation: withGaps,
})

export const reviseParams = z.looseObject({ maxSteps: z.int() })
const revise = piece('plan-and-execute-revise', 'Plan anew', 'Takes the next version of the rest of the plan.', {
  params: reviseParams,
  inputs: ['state', 'plan', 'error'],
  outputs: ['state'],
  activation: withGaps,
})

const report = piece('plan-and-execute-report', 'Report', 'Lists what was done.', {
  inputs: ['state'],
  outputs: ['prompt', 'plans', 'record'],
})

export const pieces = {
  'plan-and-execute-begin': begin,
  'plan-and-execute-next': next,
  'plan-and-execute-note': note,
  'plan-and-execute-revise': revise,
  'plan-and-execute-report': report,
}
