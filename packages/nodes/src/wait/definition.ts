import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { dayMs, deadline, issue, shares } from '../params.ts'

const Params = z.looseObject({
  for: z.enum(['time', 'signal', 'until', 'any']).default('time').meta({
    title: 'Waits for',
    description:
      'time: a while. until: a moment. signal: a message from another program. any: the first of several messages, or a while.',
  }),
  ms: z
    .number()
    .min(0)
    .max(366 * dayMs)
    .default(1_000)
    .meta({ title: 'How long (ms)', description: '1000 is one second.', onlyFor: { for: ['time', 'any'] } }),
  until: z
    .string()
    .max(64)
    .optional()
    .meta({ title: 'Moment', description: 'E.g. 2030-01-31T09:00:00Z.', onlyFor: { for: ['until'] } }),
  signal: z
    .string()
    .max(200)
    .optional()
    .meta({ title: 'Signal', description: 'What people should know it by.', onlyFor: { for: ['signal'] } }),
  signals: z
    .array(z.string().min(1).max(200))
    .max(20)
    .default([])
    .meta({ title: 'Signals', description: 'The first of these names that comes ends it.', onlyFor: { for: ['any'] } }),
  buffered: z
    .boolean()
    .default(false)
    .meta({
      title: 'Keeps early ones',
      description: 'A message that comes before it waits is kept for it, and taken once.',
      onlyFor: { for: ['signal', 'any'] },
    }),
  deadlineMs: deadline,
})
type Params = z.infer<typeof Params>

/** Holds a value back until time has passed or a message has come. */
export const wait = defineNode({
  kind: 'wait',
  title: 'Wait',
  category: 'flow',
  summary: 'Holds on for a while, until a moment, or until a message comes.',
  aliases: ['delay', 'sleep', 'timer', 'pause', 'event', 'signal'],
  icon: 'hourglass',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('out'), port('timeout')] }),
  fact: waitsFor,
  rows: (params) => [{ label: 'Waits for', value: waitsFor(params) }],
  verb: 'Waiting',
  keepsSignals: ({ for: what, buffered }) => buffered && (what === 'signal' || what === 'any'),
  chances: (params, connected) => ({
    exclusive: true,
    ports:
      params.for === 'signal' && connected.has('timeout') ? shares({ out: 0.95, timeout: 0.05 }) : shares({ out: 1 }),
  }),
  check,
})

function waitsFor(params: Params): string {
  if (params.for === 'signal') return params.signal || 'a signal'
  if (params.for === 'any') return [...params.signals, `${params.ms} ms`].join(' or ')
  return params.for === 'until' ? `until ${params.until ?? '?'}` : `${params.ms} ms`
}

function check(params: Params, node: FlowNode): FlowIssue[] {
  if (params.for === 'any' && params.signals.length === 0)
    return [issue(node, 'missing-param', 'signals', 'Name at least one signal, or wait for time.')]
  if (params.for !== 'until' || Number.isFinite(Date.parse(params.until ?? ''))) return []
  return [issue(node, 'invalid-param', 'until', 'Give the moment as a date and time, e.g. 2030-01-31T09:00:00Z.')]
}
