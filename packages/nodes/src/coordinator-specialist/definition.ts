import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue, model, namedModels, plural, template, templateParams } from '../params.ts'
import { namesOf, people, promptsOf, sameNames } from '../pattern/people.ts'
import { expand } from './expand.ts'

export const Params = z.looseObject({
  specialists: people({ title: 'Specialists', description: 'Who can be asked. Names say what they are good at.' }, [
    { name: 'Frontend', prompt: 'You are a frontend developer: screens, forms, accessibility, state in the browser.' },
    { name: 'Backend', prompt: 'You are a backend developer: services, interfaces, jobs, errors.' },
    { name: 'Database', prompt: 'You are a database expert: tables, indexes, queries, migrations.' },
    { name: 'Security', prompt: 'You are a security expert: sign-in, permissions, untrusted input, secrets.' },
    { name: 'Devops', prompt: 'You are an operations expert: build, deployment, monitoring, cost.' },
  ]),
  coordinator: z
    .looseObject({
      model: model(),
      prompt: template('Instructions', 'How to choose.', 'Choose as few specialists as the requirement needs.'),
    })
    .prefault({})
    .meta({ title: 'Coordinator', description: 'Says for each requirement who should work on it.' }),
  integrator: z
    .looseObject({
      model: model(),
      prompt: template(
        'Instructions',
        'How to put answers together.',
        'You combine the answers of several specialists to one requirement into one solution that fits together.',
      ),
    })
    .prefault({})
    .meta({ title: 'Integrator', description: 'Only asked if more than one specialist has answered.' }),
  maxSpecialists: z
    .int()
    .min(1)
    .max(50)
    .default(3)
    .meta({ title: 'Most specialists', description: 'Per requirement.' }),
  concurrency: z
    .int()
    .min(1)
    .max(1_000)
    .default(1)
    .meta({ title: 'Requirements at once', description: 'The specialists of one always work at the same time.' }),
  onUnknown: z.enum(['generalist', 'fail']).default('generalist').meta({
    title: 'If nobody fits',
    description:
      'After the coordinator was asked twice. generalist: somebody without a specialty answers. fail: the requirement fails.',
  }),
})
export type Params = z.infer<typeof Params>

/** For each requirement the right specialists, and one solution (CATALOGUE P13). */
export const coordinatorSpecialist = defineNode({
  kind: 'coordinator-specialist',
  title: 'Coordinator-Specialist',
  category: 'agent',
  summary: 'A coordinator picks the right specialists for each requirement and combines what they say.',
  aliases: ['coordinator', 'specialists', 'experts', 'expert team', 'hub and spoke', 'delegate to experts'],
  icon: 'user-cog',
  patternId: 'P13',
  cost: 'per requirement 1 + k, and 1 more if k > 1',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'requirements')],
    outputs: [port('results', 'results', 'json'), port('routing', 'routing', 'json')],
  }),
  fact: ({ specialists }) => plural(specialists.length, 'specialist'),
  rows: ({ specialists, maxSpecialists, concurrency }) => [
    { label: 'Specialists', value: namesOf(specialists).join(', ') },
    { label: 'Per requirement', value: `at most ${maxSpecialists}` },
    { label: 'At once', value: plural(concurrency, 'requirement') },
  ],
  width: 320,
  strip: true,
  verb: 'Coordinating',
  callsOut: () => true,
  templates: ({ specialists, coordinator, integrator }) => [
    ...promptsOf('specialists', specialists),
    ...templateParams({
      'coordinator.prompt': coordinator.prompt,
      'coordinator.model': coordinator.model,
      'integrator.prompt': integrator.prompt,
      'integrator.model': integrator.model,
    }),
  ],
  models: ({ specialists, coordinator, integrator }) =>
    namedModels(...specialists.map(({ model }) => model), coordinator.model, integrator.model),
  // Of each requirement: who should do it (asked again once), the specialists, and one more to combine them.
  forecast: ({ maxSpecialists }, { input, attempts }) => {
    if (input === undefined) return null
    const requirements = Array.isArray(input) ? input.length : 1
    return { min: 2 * requirements, max: requirements * (maxSpecialists + 3) * attempts }
  },
  expand,
  check,
})

function check({ specialists }: Params, node: FlowNode): FlowIssue[] {
  const same = sameNames(
    node,
    'specialists',
    specialists.map(({ name }) => ({ name: name.toLowerCase() })),
  )
  return same.length > 0 || !specialists.some(({ name }) => name.toLowerCase() === 'generalist')
    ? same
    : [issue(node, 'reserved-name', 'specialists', 'A generalist is there already. Give this specialist another name.')]
}
