import { completed, defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { guardPorts, shareName, tag, timeout, tries } from '../guard/guarding.ts'
import { issue, plural } from '../params.ts'

const Params = z.looseObject({
  failures: z
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .meta({ title: 'Failures', description: 'So many within the time below open the circuit.' }),
  windowMs: z.number().min(1).max(3_600_000).default(60_000).meta({ title: 'Within (ms)', description: 'One minute.' }),
  openMs: z.number().min(1).max(3_600_000).default(30_000).meta({
    title: 'Stays open (ms)',
    description: 'Nothing is tried meanwhile; then one call is let through, and decides.',
  }),
  concurrency: z
    .int()
    .min(1)
    .max(1_000)
    .default(10)
    .meta({ title: 'At once', description: 'How many may be inside at the same time. The others wait in line.' }),
  rateCount: z
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .meta({ title: 'Most per time', description: 'How many may begin per time span. Empty: no limit.' }),
  ratePerMs: z
    .number()
    .min(1)
    .max(3_600_000)
    .default(60_000)
    .meta({ title: 'Time span (ms)', description: 'For “Most per time”. One minute.' }),
  shared: shareName,
  timeoutMs: timeout,
  tag,
})
type Params = z.infer<typeof Params>

/** Protects what is drawn inside, and whoever it calls: circuit breaker, bulkhead and rate limit (CATALOGUE X22). */
export const circuitBreaker = defineNode({
  kind: 'circuit-breaker',
  title: 'Circuit Breaker',
  category: 'flow',
  summary: 'Stops calling what keeps failing, and lets only so many in at once or per minute.',
  aliases: ['bulkhead', 'rate limiter', 'rate limit', 'throttle', 'fuse', 'token bucket', 'semaphore', 'load shedding'],
  icon: 'zap-off',
  patternId: 'X22',
  cost: 'body, or 0 while open',
  params: Params,
  ports: () => guardPorts(port('rejected')),
  fact: ({ failures }) => `opens after ${plural(failures, 'failure')}`,
  rows: ({ failures, concurrency, rateCount, ratePerMs }) => [
    { label: 'Opens after', value: plural(failures, 'failure') },
    { label: 'At once', value: String(concurrency) },
    ...(rateCount === undefined ? [] : [{ label: 'Rate', value: `${rateCount} per ${ratePerMs / 1000} s` }]),
  ],
  width: 320,
  strip: true,
  verb: 'Letting through',
  chances: (_, connected) => ({
    exclusive: true,
    ports: (connected.has('rejected') ? { out: 0.95, rejected: 0.05 } : { out: 1 }) as Record<string, number>,
  }),
  loop: (params) => ({
    ...tries({
      attempts: 1,
      backoffMs: 0,
      maxBackoffMs: 0,
      fallbackModels: [],
      always: false,
      checks: [],
      timeoutMs: params.timeoutMs,
    }),
    // While it is open nothing is asked.
    rounds: { min: 0, max: 1 },
    shared: sharing(params),
    done: ({ state, kept: { times } }) => completed({ out: state }, { open: false, rejected: times.reused }),
    ...(params.tag ? { tag: params.tag } : {}),
  }),
  check,
})

function sharing({ failures, windowMs, openMs, concurrency, rateCount, ratePerMs, shared }: Params) {
  return {
    name: shared || null,
    places: concurrency,
    breaker: { failures, windowMs, openMs },
    ...(rateCount === undefined ? {} : { rate: { count: rateCount, perMs: ratePerMs } }),
  }
}

function check({ failures, concurrency, windowMs, timeoutMs }: Params, node: FlowNode): FlowIssue[] {
  if (timeoutMs === undefined || (windowMs / timeoutMs) * concurrency >= failures) return []
  const message = 'At this pace so many failures never fall within that time. Allow a longer time or fewer failures.'
  return [{ ...issue(node, 'never-used', 'windowMs', message), severity: 'warning' }]
}
