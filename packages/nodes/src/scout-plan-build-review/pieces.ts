import { z } from 'zod'
import { piece } from '../pattern/body.ts'

export const brief = piece('scout-plan-build-review-brief', 'Findings', 'Puts together what the scouts found.', {
  params: z.looseObject({ scoutFailures: z.int() }),
  inputs: ['requirement', 'outcomes'],
  outputs: ['prompt'],
})

export const plan = piece('scout-plan-build-review-plan', 'Tasks', 'Reads the plan.', {
  params: z.looseObject({ maxTasks: z.int() }),
  inputs: ['requirement', 'plan'],
  outputs: ['state'],
})

export const assign = piece('scout-plan-build-review-assign', 'To do', 'Gives out what is to be built in this round.', {
  inputs: ['in'],
  outputs: ['items'],
})

export const built = piece(
  'scout-plan-build-review-built',
  'Built',
  'Lays everything that was built before the reviewer.',
  {
    inputs: ['state', 'outcomes'],
    outputs: ['prompt', 'state'],
  },
)

export const verdict = piece('scout-plan-build-review-verdict', 'Verdict', 'Approved, to be done again, or the end.', {
  params: z.looseObject({ rework: z.int() }),
  inputs: ['state', 'review'],
  outputs: ['state'],
})

export const decide = piece('scout-plan-build-review-decide', 'Release?', 'Lets only what was approved go on.', {
  params: z.looseObject({ deploy: z.boolean() }),
  inputs: ['in'],
  outputs: ['go', 'stop'],
})

export const ended = piece('scout-plan-build-review-ended', 'Ending', 'Says how the release ended.', {
  params: z.looseObject({ how: z.enum(['deployed', 'refused', 'failed']) }),
  inputs: ['in'],
  outputs: ['out'],
})

export const close = piece('scout-plan-build-review-close', 'Phases', 'Gives what each phase made.', {
  inputs: ['scouts', 'state', 'ending'],
  outputs: ['phases', 'deployed', 'record'],
})
