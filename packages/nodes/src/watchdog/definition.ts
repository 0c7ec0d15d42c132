import {
  completed,
  defineNode,
  type Failure,
  type FlowIssue,
  type FlowNode,
  port,
  type Spent,
  type Value,
} from '@quorum/engine'
import { z } from 'zod'
import { issue, plural } from '../params.ts'

const Params = z.looseObject({
  ms: z
    .number()
    .min(1)
    .max(30 * 86_400_000)
    .optional()
    .meta({ title: 'Longer than (ms)', description: 'Empty: any time.' }),
  calls: z
    .int()
    .min(0)
    .max(1_000_000_000)
    .optional()
    .meta({ title: 'More calls than', description: 'Calls of models. Empty: any number.' }),
  usd: z.number().min(0).max(1_000_000).optional().meta({ title: 'Dearer than ($)', description: 'Empty: any price.' }),
  action: z.enum(['notify', 'pause', 'cancel']).default('notify').meta({
    title: 'Then',
    description:
      'notify: it goes on, and an alarm leaves with the result. pause: the run is paused, once; you let it go on. cancel: what is inside is stopped at once.',
  }),
})
type Params = z.infer<typeof Params>
export type Limits = Partial<Pick<Params, 'ms' | 'calls' | 'usd' | 'action'>>

/** Watches the time, calls and money of what is drawn inside, and raises an alarm, pauses the run or stops it (CATALOGUE X26, as a container). */
export const watchdog = defineNode({
  kind: 'watchdog',
  title: 'Watchdog',
  category: 'flow',
  summary: 'Watches the time, calls and money of what you draw inside, and raises an alarm, pauses or stops it.',
  aliases: ['observer', 'monitor', 'alarm', 'supervise', 'limit', 'budget', 'kill switch', 'runaway'],
  icon: 'radar',
  patternId: 'X26',
  cost: 'body',
  params: Params,
  starts: { ms: 60_000 },
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('out'), port('alarms', 'alarms', 'list')],
    inner: { outputs: [port('in')], inputs: [port('result')] },
  }),
  fact: ({ action }) => action,
  rows: (params) => [
    { label: 'Alarm', value: limitsOf(params).join(' or ') || 'never' },
    { label: 'Then', value: { notify: 'tell', pause: 'pause the run', cancel: 'stop it' }[params.action] },
  ],
  width: 320,
  strip: true,
  verb: 'Watching',
  chances: ({ action }) => ({ exclusive: action === 'cancel', ports: { out: 0.95, alarms: 0.05 } }),
  loop: (params) => ({
    again: ({ round }) => (round === 1 ? 'next' : 'done'),
    // Stopped at once it may have asked nothing.
    rounds: { min: params.action === 'cancel' ? 0 : 1, max: 1 },
    needsResult: true,
    ...(params.action === 'notify'
      ? {}
      : { timeoutMs: params.ms, most: { ...params, pause: params.action === 'pause' } }),
    done: ({ state, spent }) => told(params, spent, { out: state }),
    failed: ({ error, spent, connected }) =>
      // With nobody to hear the alarm it fails, rather than ending as if nothing had been.
      raisedBy(error) && connected.has('alarms') ? told(params, spent, {}) : null,
  }),
  check,
})

const raisedBy = ({ code }: Failure): boolean => code === 'timeout' || code === 'over-limit'

function told(params: Params, spent: Spent, ports: Readonly<Record<string, Value>>) {
  const alarms = alarmsOf(params, spent)
  const record = { ...spent, alarms: alarms.map(({ message }) => message), stopped: !Object.hasOwn(ports, 'out') }
  return completed({ ...ports, ...(alarms.length > 0 ? { alarms: alarms as unknown as Value } : {}) }, record)
}

/** One alarm for each limit that is passed, whatever the order. */
export function alarmsOf({ ms, calls, usd, action }: Limits, spent: Spent) {
  const passed = (rule: keyof Spent, most: number | undefined, message: string) => {
    // A time that is over to the millisecond is what stopped it.
    const over = most !== undefined && (rule === 'ms' && action !== 'notify' ? spent.ms >= most : spent[rule] > most)
    return over ? [{ rule, most, was: spent[rule], action: action ?? null, message }] : []
  }
  return [
    ...passed('ms', ms, `It took ${seconds(spent.ms)}; ${seconds(ms ?? 0)} is the most.`),
    ...passed('calls', calls, `It made ${plural(spent.calls, 'call')}; ${calls} is the most.`),
    ...passed('usd', usd, `It cost $${spent.usd.toFixed(4)}; $${usd} is the most.`),
  ]
}

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`

const limitsOf = ({ ms, calls, usd }: Params): string[] => [
  ...(ms === undefined ? [] : [`over ${seconds(ms)}`]),
  ...(calls === undefined ? [] : [`over ${plural(calls, 'call')}`]),
  ...(usd === undefined ? [] : [`over $${usd}`]),
]

function check(params: Params, node: FlowNode): FlowIssue[] {
  if (limitsOf(params).length > 0) return []
  const message = 'It has nothing to watch for. Say how long, how many calls or how dear is too much.'
  return [{ ...issue(node, 'never-used', 'ms', message), severity: 'warning' }]
}
