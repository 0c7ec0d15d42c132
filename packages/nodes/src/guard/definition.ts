import { defineNode, evaluate, port, When } from '@quorum/engine'
import { z } from 'zod'
import { namedModels, plural } from '../params.ts'
import {
  attempts,
  backoff,
  checkConditions,
  checks,
  checkTries,
  fallbackModels,
  guardPorts,
  shareName,
  tag,
  timeout,
  tries,
} from './guarding.ts'

const Params = z.looseObject({
  attempts: attempts(3),
  ...backoff,
  timeoutMs: timeout,
  retry: z.enum(['helpful', 'always']).default('helpful').meta({
    title: 'Try again',
    description: 'helpful: only where it can help, and in the way that helps. always: whatever went wrong.',
  }),
  fallbackModels,
  checks,
  tag,
  mutex: shareName.meta({
    title: 'One at a time',
    description: 'Of all guards in the run with this name only one is at work; the others wait in line.',
  }),
  enabledWhile: When.optional().meta({
    title: 'Begins only while',
    description: 'A condition over input and memory. It waits until it holds, and is skipped if it cannot any more.',
    widget: 'condition',
  }),
  breakAfter: z.int().min(1).max(100).optional().meta({
    title: 'Give up after',
    description: 'So many failures in the last minute: nothing is tried for a while.',
  }),
  breakMs: z
    .number()
    .min(1)
    .max(3_600_000)
    .default(30_000)
    .meta({ title: 'Pause (ms)', description: 'How long nothing is tried then.' }),
})
type Params = z.infer<typeof Params>

/** Tries what is drawn inside it again as a whole when something in it fails (CATALOGUE §1 and §7.3). */
export const guard = defineNode({
  kind: 'guard',
  title: 'Guard',
  category: 'flow',
  summary: 'Tries what you draw inside it again as a whole if anything in it fails or takes too long.',
  aliases: [
    'retry',
    'try again',
    'timeout',
    'catch',
    'fallback',
    'recover',
    'mutex',
    'lock',
    'milestone',
    'critical section',
  ],
  icon: 'life-buoy',
  cost: 'tries × body',
  params: Params,
  ports: ({ breakAfter }) => guardPorts(...(breakAfter === undefined ? [] : [port('rejected')])),
  fact: (params) => plural(params.attempts, 'try', 'tries'),
  rows: ({ attempts, timeoutMs, mutex }) => [
    { label: 'Tries', value: String(attempts) },
    ...(timeoutMs === undefined ? [] : [{ label: 'Longest', value: `${timeoutMs} ms` }]),
    ...(mutex ? [{ label: 'One at a time', value: mutex }] : []),
  ],
  width: 320,
  strip: true,
  verb: 'Trying',
  conditions: ({ checks, enabledWhile }) => [
    ...checkConditions(checks),
    ...(enabledWhile === undefined ? [] : [{ path: 'enabledWhile', when: enabledWhile }]),
  ],
  models: ({ fallbackModels }) => namedModels(...fallbackModels),
  loop: (params) => ({
    ...tries({ ...params, always: params.retry === 'always' }),
    ...sharing(params),
    ...(params.tag ? { tag: params.tag } : {}),
    ...(params.enabledWhile === undefined
      ? {}
      : { startWhen: (names) => evaluate(params.enabledWhile ?? 'true', names) }),
  }),
  check: (params, node) => checkTries(node, params),
})

function sharing({ mutex, breakAfter, breakMs }: Params) {
  if (!mutex && breakAfter === undefined) return {}
  const breaker =
    breakAfter === undefined ? {} : { breaker: { failures: breakAfter, windowMs: 60_000, openMs: breakMs } }
  return { shared: { name: mutex || null, ...(mutex ? { places: 1 } : {}), ...breaker } }
}
