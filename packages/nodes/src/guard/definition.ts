import { completed, defineNode, evaluate, type LoopOptions, port, type Value, When } from '@quorum/engine'
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
  compensation: z.boolean().default(false).meta({
    title: 'Take back what was done',
    description:
      'If it fails for good, the port “undo” gets what had been done inside, the last first, so that the steps behind it can take it back. With nobody there it simply fails.',
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
  ports: ({ breakAfter, compensation }) =>
    guardPorts(
      ...(breakAfter === undefined ? [] : [port('rejected')]),
      ...(compensation ? [port('undo', 'undo', 'json')] : []),
    ),
  fact: (params) => plural(params.attempts, 'try', 'tries'),
  rows: ({ attempts, timeoutMs, mutex, compensation }) => [
    { label: 'Tries', value: String(attempts) },
    ...(timeoutMs === undefined ? [] : [{ label: 'Longest', value: `${timeoutMs} ms` }]),
    ...(mutex ? [{ label: 'One at a time', value: mutex }] : []),
    ...(compensation ? [{ label: 'If it fails', value: 'take back what was done' }] : []),
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
    ...(params.compensation ? { notesDone: true, failed: takenBack } : {}),
    ...(params.tag ? { tag: params.tag } : {}),
    ...(params.enabledWhile === undefined
      ? {}
      : { startWhen: (names) => evaluate(params.enabledWhile ?? 'true', names) }),
  }),
  check: (params, node) => checkTries(node, params),
})

/** What leaves by `undo`: `{error: {code, message}, done: [{step, title, round, value}]}`, the last step first. */
const takenBack: LoopOptions['failed'] = ({ error: { code, message }, done, connected }) => {
  if (!connected.has('undo')) return null
  const undo: Value = { error: { code, message }, done: done.map((step) => ({ ...step })) }
  return completed({ undo }, { taken: ['undo'], done: done.length })
}

function sharing({ mutex, breakAfter, breakMs }: Params) {
  if (!mutex && breakAfter === undefined) return {}
  const breaker =
    breakAfter === undefined ? {} : { breaker: { failures: breakAfter, windowMs: 60_000, openMs: breakMs } }
  return { shared: { name: mutex || null, ...(mutex ? { places: 1 } : {}), ...breaker } }
}
