import { completed, defineNode, isRecord, port, type Value } from '@quorum/engine'
import { z } from 'zod'

const Params = z.looseObject({
  fields: z
    .array(z.string().min(1).max(64))
    .max(20)
    .default([])
    .meta({ title: 'The same if', description: 'Fields of the input that count. Empty: all of it.' }),
  ttlMs: z
    .number()
    .min(1)
    .max(366 * 86_400_000)
    .optional()
    .meta({ title: 'Good for (ms)', description: 'Then it is made anew. Empty: to the end of the run.' }),
  acrossRuns: z.boolean().default(false).meta({
    title: 'Also in later runs',
    description: 'Models inside answer the same question from memory, at no cost. For 30 days, in all runs.',
  }),
})
type Params = z.infer<typeof Params>

/** What is drawn inside is done once for the same input; the result is given to all who come with it later (CATALOGUE X25). */
export const memoisedStep = defineNode({
  kind: 'memoised-step',
  title: 'Memoised Step',
  category: 'flow',
  summary: 'Does what you draw inside once for the same input, and gives the result to all who ask again.',
  aliases: ['cache', 'memoise', 'memoize', 'remember', 'deduplicate', 'once', 'single flight', 'reuse'],
  icon: 'copy-check',
  patternId: 'X25',
  cost: 'body for each new input, else 0',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('out'), port('hit', 'reused', 'json')],
    inner: { outputs: [port('in')], inputs: [port('result')] },
  }),
  fact: ({ fields }) => (fields.length > 0 ? `by ${fields.join(', ')}` : 'by input'),
  rows: ({ fields, ttlMs, acrossRuns }) => [
    { label: 'The same if', value: fields.length > 0 ? `${fields.join(', ')} are` : 'the input is' },
    { label: 'Good for', value: ttlMs === undefined ? 'the run' : `${ttlMs / 1_000} s` },
    ...(acrossRuns ? [{ label: 'Models', value: 'remember across runs' }] : []),
  ],
  width: 320,
  strip: true,
  verb: 'Working it out',
  loop: ({ fields, ttlMs, acrossRuns }) => ({
    again: ({ round }) => (round === 1 ? 'next' : 'done'),
    // None where the result is there already.
    rounds: { min: 0, max: 1 },
    needsResult: true,
    remember: acrossRuns,
    shared: { name: null, places: 1, per: (value) => keyOf(value, fields), keep: { ms: ttlMs ?? null } },
    done: ({ state, kept: { reused, times } }) => completed({ out: state, hit: reused }, { hit: reused, ...times }),
  }),
})

/** The same text for the same input, in whatever order its fields stand. */
export const keyOf = (value: Value, fields: Params['fields']): string =>
  canonical(fields.length > 0 && isRecord(value) ? fields.map((name) => (value as Fields)[name] ?? null) : value)

type Fields = Readonly<Record<string, Value>>

function canonical(value: Value): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  )
}
