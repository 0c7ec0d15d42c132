import { z } from 'zod'
import { namedModels } from '../params.ts'
import { piece } from '../pattern/body.ts'
import { promptsOf } from '../pattern/people.ts'

const specialists = z.array(z.looseObject({ name: z.string(), model: z.string().optional(), prompt: z.string() }))

export const list = piece('coordinator-specialist-list', 'Requirements', 'Gives each requirement an id.', {
  inputs: ['in'],
  outputs: ['items'],
})

export const route = piece('coordinator-specialist-route', 'Coordinator', 'Says who should work on the requirement.', {
  params: z.looseObject({
    specialists,
    model: z.string(),
    prompt: z.string(),
    maxSpecialists: z.int(),
    onUnknown: z.enum(['generalist', 'fail']),
  }),
  inputs: ['in'],
  outputs: ['items', 'names'],
  callsOut: true,
  verb: 'Choosing',
  templates: ({ specialists, prompt }) => [...promptsOf('specialists', specialists), { path: 'prompt', text: prompt }],
  models: ({ model, specialists }) => namedModels(model, ...specialists.map((one) => one.model)),
})

export const answers = piece('coordinator-specialist-answers', 'Answers', 'Brings the specialists together.', {
  inputs: ['requirement', 'names', 'outcomes'],
  outputs: ['prompt', 'single', 'state'],
})

export const solution = piece('coordinator-specialist-solution', 'Solution', 'The solution of one requirement.', {
  inputs: ['value', 'state'],
  outputs: ['out'],
})

export const close = piece(
  'coordinator-specialist-close',
  'Results',
  'Gives all solutions by the id of their requirement.',
  {
    inputs: ['items', 'outcomes'],
    outputs: ['results', 'routing', 'record'],
  },
)
