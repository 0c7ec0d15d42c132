import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'

/** A small function of your own, in the sandbox. */
export const code = defineNode({
  kind: 'code',
  title: 'Code',
  category: 'tool',
  summary: 'Runs a small JavaScript function on what reaches it, in a safe box.',
  aliases: ['javascript', 'function', 'script', 'transform', 'map', 'parse'],
  icon: 'braces',
  params: z.looseObject({
    source: z
      .string()
      .max(256 * 1024)
      .default('export default (input, ctx) => input')
      .meta({
        title: 'Source',
        description: 'JavaScript: export default (input, ctx) => value. It has no network and no files.',
        widget: 'code',
      }),
    timeoutMs: z
      .number()
      .min(1)
      .max(10_000)
      .default(1_000)
      .meta({ title: 'Time limit (ms)', description: 'At most 10 seconds.' }),
    memoryMb: z.number().min(1).max(64).default(32).meta({ title: 'Memory limit (MB)', description: 'At most 64.' }),
  }),
  ports: () => ({ inputs: [port('in')], outputs: [port('out')] }),
  rows: ({ source }) => [{ label: 'Lines', value: String(source.split('\n').length) }],
  strip: true,
  verb: 'Computing',
  picks: ({ source }) => /^export default \(?input\)? => input\.(\w+);?$/.exec(source.trim())?.[1] ?? null,
  asTool: () => ({
    schema: {
      type: 'object',
      properties: { input: { description: 'What the function gets.' } },
      required: ['input'],
      additionalProperties: false,
    },
    dangerous: false,
  }),
})
