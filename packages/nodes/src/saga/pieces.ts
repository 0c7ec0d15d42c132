import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

const step = z.looseObject({ name: z.string(), undo: z.string(), model: z.string() })
const plan = z.looseObject({ steps: z.array(step) })

export const turn = piece('saga-turn', 'Turning point', 'Sees how far it came: on, or back.', {
  params: plan,
  inputs: ({ steps }) => ['task', ...steps.flatMap((_, i) => [`s${i}`, `e${i}`])],
  outputs: ['done', 'undo'],
  activation: withGaps,
})

export const pick = piece('saga-pick', 'Next back', 'The last step that is not undone yet.', {
  inputs: ['in'],
  outputs: ['item'],
})

export const fold = piece('saga-fold', 'Undone', 'Notes what was undone.', {
  inputs: ['state', 'answer', 'error'],
  outputs: ['state'],
  activation: withGaps,
})

export const close = piece('saga-close', 'Result', 'All done, or all undone.', {
  inputs: ['done', 'undone'],
  outputs: ['done', 'compensated', 'record'],
  activation: withGaps,
})
