import { z } from 'zod'
import { piece } from '../pattern/body.ts'

const reviewer = z.looseObject({
  name: z.string(),
  model: z.string().optional(),
  prompt: z.string(),
  veto: z.boolean(),
})
const plan = z.looseObject({ reviewers: z.array(reviewer), approvals: z.int(), stopEarly: z.boolean() })

export const begin = piece('quorum-approval-begin', 'Begin', 'Notes what is reviewed.', {
  inputs: ['in'],
  outputs: ['state'],
})

export const wave = piece('quorum-approval-wave', 'Next', 'Says who must be asked for it to be decided.', {
  params: plan,
  inputs: ['in'],
  outputs: ['items'],
})

export const fold = piece('quorum-approval-fold', 'Count', 'Counts the votes.', {
  params: plan,
  inputs: ['state', 'outcomes'],
  outputs: ['state'],
})

export const close = piece('quorum-approval-close', 'Decision', 'Approved or rejected.', {
  params: plan,
  inputs: ['state', 'item'],
  outputs: ['approved', 'rejected', 'votes', 'record'],
})
