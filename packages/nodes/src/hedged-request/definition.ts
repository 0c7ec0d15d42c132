import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import * as setting from '../pool/settings.ts'

/** A slow answer is not waited for (CATALOGUE X14; Dean and Barroso, The Tail at Scale): copies begin one after another, the first success wins. */
export const hedgedRequest = defineNode({
  kind: 'hedged-request',
  title: 'Hedged Request',
  category: 'scale',
  summary: 'Asks once, and once more if the answer is slow; whoever succeeds first wins and the other is stopped.',
  aliases: ['hedge', 'tail latency', 'backup request', 'speculative', 'race', 'slow answers'],
  icon: 'timer',
  patternId: 'X14',
  cost: '1 to copies × body',
  params: z.looseObject({
    delayMs: z
      .int()
      .min(0)
      .max(86_400_000)
      .default(10_000)
      .meta({ title: 'Patience', description: 'Milliseconds until the next copy begins; at once if one has failed.' }),
    copies: z
      .int()
      .min(2)
      .max(10)
      .default(2)
      .meta({ title: 'Copies', description: 'How often it is asked at most, the first time included.' }),
  }),
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('result'), port('outcomes', 'outcomes', 'list')],
    inner: setting.innerPorts,
  }),
  fact: ({ delayMs }) => `after ${delayMs / 1_000} s`,
  rows: ({ delayMs, copies }) => [
    { label: 'Once more after', value: `${delayMs / 1_000} s` },
    { label: 'At most', value: `${copies} times` },
  ],
  width: 320,
  strip: true,
  verb: 'Asking',
  chances: setting.noChoice,
  container: ({ delayMs, copies }) => ({
    concurrency: copies,
    maxItems: copies,
    failure: 'collect',
    minSuccess: 1,
    enough: 1,
    staggerMs: delayMs,
    itemsOf: (value) => Array.from({ length: copies }, () => value),
  }),
})
