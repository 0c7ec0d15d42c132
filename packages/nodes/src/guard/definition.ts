import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'

const Params = z.looseObject({
  attempts: z
    .int()
    .min(1)
    .max(20)
    .default(3)
    .meta({ title: 'Tries', description: 'How often its inside is tried in all.' }),
  backoffMs: z.number().min(0).max(3_600_000).default(1_000).meta({
    title: 'Wait (ms)',
    description: 'Before the second try; doubled for each further one, a minute at most.',
  }),
  timeoutMs: z
    .number()
    .min(1)
    .max(86_400_000)
    .optional()
    .meta({ title: 'Longest (ms)', description: 'How long one try may take. Empty: as long as it wants.' }),
})

/** Tries what is drawn inside it again as a whole when something in it fails (CATALOGUE §1; P20 without its health checks). */
export const guard = defineNode({
  kind: 'guard',
  title: 'Guard',
  category: 'flow',
  summary: 'Tries what you draw inside it again as a whole if anything in it fails or takes too long.',
  aliases: ['retry', 'self-healing', 'try again', 'timeout', 'catch', 'fallback', 'recover'],
  icon: 'life-buoy',
  patternId: 'P20',
  cost: 'tries × body',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('out')],
    inner: { outputs: [port('in')], inputs: [port('result')] },
  }),
  fact: ({ attempts }) => (attempts === 1 ? '1 try' : `${attempts} tries`),
  rows: ({ attempts, timeoutMs }) => [
    { label: 'Tries', value: String(attempts) },
    ...(timeoutMs === undefined ? [] : [{ label: 'Longest', value: `${timeoutMs} ms` }]),
  ],
  width: 320,
  strip: true,
  verb: 'Trying',
  loop: ({ attempts, backoffMs, timeoutMs }) => ({
    again: ({ round }) => (round === 1 ? 'next' : 'done'),
    onError: ({ round }) => (round < attempts ? { afterMs: Math.min(backoffMs * 2 ** (round - 1), 60_000) } : null),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }),
})
