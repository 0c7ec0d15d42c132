import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'

/** Runs what is drawn inside it once for each item of a list. */
export const pool = defineNode({
  kind: 'pool',
  title: 'Do for each',
  category: 'scale',
  summary: 'Does what you draw inside it once for each item of a list.',
  aliases: ['pool', 'map', 'loop over', 'foreach', 'batch', 'fan out', 'workers', 'list'],
  icon: 'layers',
  patternId: 'P04',
  cost: 'items × body',
  params: z.looseObject({
    concurrency: z
      .int()
      .min(1)
      .max(1_000)
      .default(10)
      .meta({ title: 'At once', description: 'How many items are in work at a time.' }),
    maxItems: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(1_000)
      .meta({ title: 'Most items', description: 'A longer list fails.' }),
    failure: z.enum(['collect', 'failFast', 'threshold']).default('collect').meta({
      title: 'If items fail',
      description: 'collect: go on with the others. failFast: stop at the first. threshold: a share must succeed.',
    }),
    minSuccess: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .meta({
        title: 'Share that must succeed',
        description: '0.8 means four of five.',
        onlyFor: { failure: ['threshold'] },
      }),
    enough: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({ title: 'Enough', description: 'So many successes end it; the rest is stopped. Empty: all items.' }),
  }),
  ports: () => ({
    inputs: [port('in', 'list', 'list')],
    outputs: [
      port('results', 'results', 'list'),
      port('outcomes', 'outcomes', 'list'),
      port('summary', 'summary', 'json'),
    ],
    inner: { outputs: [port('item')], inputs: [port('result')] },
  }),
  fact: ({ concurrency }) => `${concurrency} at once`,
  rows: ({ concurrency, failure }) => [
    { label: 'At once', value: String(concurrency) },
    { label: 'If items fail', value: { collect: 'go on', failFast: 'stop', threshold: 'share must succeed' }[failure] },
  ],
  width: 320,
  strip: true,
  chances: () => ({ exclusive: false, ports: {} }),
  container: ({ concurrency, maxItems, failure, minSuccess, enough }) => ({
    concurrency,
    maxItems,
    failure,
    minSuccess,
    ...(enough === undefined ? {} : { enough }),
  }),
})
