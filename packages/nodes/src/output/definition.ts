import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'

/** What a run gives back. A flow may have several, each with its own name. */
export const output = defineNode({
  kind: 'output',
  title: 'Output',
  category: 'io',
  summary: 'What the run gives back, shown when it ends.',
  aliases: ['end', 'result', 'answer', 'finish', 'return'],
  icon: 'flag',
  params: z.looseObject({
    name: z
      .string()
      .min(1)
      .max(64)
      .default('result')
      .meta({ title: 'Name of the result', description: 'Under which it is stored and shown.' }),
    terminate: z.enum(['none', 'all']).default('none').meta({
      title: 'When reached',
      description: 'none: The rest of the run goes on. all: The whole run ends at once.',
    }),
  }),
  ports: () => ({ inputs: [port('in')], outputs: [] }),
  output: ({ name, terminate }) => ({ name, terminate }),
  fact: ({ name }) => name,
  rows: ({ terminate }) => (terminate === 'all' ? [{ label: 'When reached', value: 'ends the run' }] : []),
  width: 200,
  strip: true,
  takesPolicy: false,
})
