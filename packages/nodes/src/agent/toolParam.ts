import { z } from 'zod'

/** A tool of an agent: a kind, with settings in which `{{ input.… }}` is what the model passes to it. */
export const Tool = z.looseObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'A tool’s name takes letters, digits, - and _, and begins with a letter.')
    .meta({ title: 'Name', description: 'How the model calls it, e.g. weather.' }),
  description: z
    .string()
    .max(2_000)
    .default('')
    .meta({ title: 'What it does', description: 'The model decides by this sentence when to use it.' }),
  kind: z.string().max(64).meta({ title: 'Kind', description: 'What does the work: http, code, agent and others.' }),
  params: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ title: 'Settings', description: 'Those of the kind. {{ input.city }} becomes an argument “city”.' }),
  schema: z.record(z.string(), z.unknown()).optional().meta({
    title: 'Arguments',
    description: 'A JSON Schema, where they do not show in the settings.',
    widget: 'schema',
  }),
  approval: z
    .boolean()
    .default(false)
    .meta({ title: 'Ask a person first', description: 'Each call waits until somebody has allowed it.' }),
})
export type Tool = z.infer<typeof Tool>
