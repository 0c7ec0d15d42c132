import { defineNode } from '@quorum/engine'
import { z } from 'zod'
import * as setting from '../pool/settings.ts'

/** The same work on every item of a list, a few at a time (CATALOGUE P04): a pool over a list. */
export const fanOut = defineNode({
  kind: 'fan-out',
  title: 'Fan-out / Fan-in',
  category: 'scale',
  summary: 'Works on every item of a list, several at a time, and brings the results back in order.',
  aliases: ['fan out', 'fan in', 'scatter', 'parallel map', 'map', 'batching', 'for each'],
  icon: 'split',
  patternId: 'P04',
  cost: 'items × body',
  params: z.looseObject({
    concurrency: setting.concurrency(10),
    schedule: setting.schedule(),
    failure: setting.failure(),
    minSuccess: setting.minSuccess(),
    order: setting.order(),
    maxItems: setting.maxItems(),
    itemTimeoutMs: setting.itemTimeoutMs(120_000),
    spendCap: setting.spendCap(),
  }),
  ports: () => setting.listPorts(),
  fact: ({ concurrency }) => `${concurrency} at once`,
  rows: ({ concurrency, schedule, failure }) => [
    { label: 'At once', value: String(concurrency) },
    { label: 'Begin the next', value: schedule === 'window' ? 'as soon as one is done' : 'batch by batch' },
    { label: 'If items fail', value: { collect: 'go on', failFast: 'stop', threshold: 'share must succeed' }[failure] },
  ],
  width: 320,
  strip: true,
  verb: 'Fanning out',
  chances: setting.noChoice,
  container: ({ concurrency, schedule, failure, minSuccess, order, maxItems, itemTimeoutMs, spendCap }) => ({
    concurrency,
    schedule,
    failure,
    minSuccess,
    order,
    maxItems,
    itemTimeoutMs,
    ...setting.given({ spendCap }),
  }),
})
