import { defineNode } from '@quorum/engine'
import { z } from 'zod'
import * as setting from '../pool/settings.ts'

/** A long list in batches, expired items once more (CATALOGUE X27): a pool that works batch by batch. */
export const batchJob = defineNode({
  kind: 'batch-job',
  title: 'Batch Job',
  category: 'scale',
  summary: 'Works through a long list in batches; what expires is tried once more and the order is restored.',
  aliases: ['batch', 'bulk', 'offline', 'nightly', 'batch api', 'many calls'],
  icon: 'layers',
  patternId: 'X27',
  cost: 'items × body',
  params: z.looseObject({
    batchSize: setting.concurrency(
      50,
      'Items per batch',
      'So many are in work together; the next batch begins after them.',
    ),
    expireMs: setting.itemTimeoutMs(600_000),
    attempts: setting.attempts(2),
    maxItems: setting.maxItems(100_000),
    spendCap: setting.spendCap(),
  }),
  ports: () => setting.listPorts(),
  fact: ({ batchSize }) => `${batchSize} per batch`,
  rows: ({ batchSize, attempts }) => [
    { label: 'Batches of', value: String(batchSize) },
    { label: 'Attempts per item', value: String(attempts) },
  ],
  width: 320,
  strip: true,
  verb: 'Working in batches',
  chances: setting.noChoice,
  container: ({ batchSize, expireMs, attempts, maxItems, spendCap }) => ({
    concurrency: batchSize,
    maxItems,
    failure: 'collect',
    minSuccess: 1,
    schedule: 'batch',
    itemTimeoutMs: expireMs,
    attempts,
    ...setting.given({ spendCap }),
  }),
})
