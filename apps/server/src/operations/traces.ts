import { createHash } from 'node:crypto'
import type { RunEvent } from '@quorum/engine'
import type { GuardedFetch } from '../net/guardedFetch.ts'
import { type StepFacts, stepFacts } from '../store/steps.ts'

/** A run has a million steps at times, and a trace is for looking at. */
const mostSpans = 2_000

export interface TraceParts {
  /** Base of an OTLP endpoint over HTTP, as `OTEL_EXPORTER_OTLP_ENDPOINT` says it. */
  readonly url: string
  readonly fetch: GuardedFetch
  readonly version: string
  readonly warn: (line: string) => void
}

/**
 * Sends a run that has ended as an OpenTelemetry trace: a span for the run and one for each step, with times, usage and how
 * it ended; never what was asked or answered. OTLP in its JSON form (opentelemetry.io/docs/specs/otlp) is one request, so
 * there is no SDK between. A trace that cannot be sent is lost, and nothing waits for it.
 */
export function createTraces({ url, fetch, version, warn }: TraceParts) {
  let failing = false
  return async (runId: string, name: string, events: Iterable<RunEvent>): Promise<void> => {
    try {
      const response = await fetch(`${url.replace(/\/+$/, '')}/v1/traces`, {
        method: 'POST',
        redirect: 'error',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(traceOf(runId, name, events, version)),
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`it answered ${response.status}`)
      failing = false
    } catch (error) {
      // Once, not for every run of a day.
      if (!failing) warn(`Traces do not reach ${url}: ${error instanceof Error ? error.message : String(error)}`)
      failing = true
    }
  }
}

function traceOf(runId: string, name: string, events: Iterable<RunEvent>, version: string) {
  const byPath = new Map<string, RunEvent[]>()
  let first: RunEvent | undefined
  let last: RunEvent | undefined
  let left = 0
  for (const event of events) {
    first ??= event
    last = event
    if (!('path' in event)) continue
    const known = byPath.get(event.path)
    if (known) known.push(event)
    else if (byPath.size < mostSpans) byPath.set(event.path, [event])
    else left++
  }
  const root = idOf(8, runId)
  const spans = [...byPath.values()].flatMap((all) => {
    const facts = stepFacts(all)
    return facts ? [spanOf(runId, root, facts, last?.at ?? facts.startedAt)] : []
  })
  const ended = last?.type === 'run.ended' ? last : null
  const run = {
    traceId: idOf(16, runId),
    spanId: root,
    name,
    kind: 1,
    startTimeUnixNano: nanos(first?.at ?? 0),
    endTimeUnixNano: nanos(last?.at ?? 0),
    attributes: attributes({
      'quorum.run.id': runId,
      'quorum.run.status': ended?.status ?? '',
      ...(left > 0 ? { 'quorum.events.left_out': left } : {}),
    }),
    status: statusOf(ended?.error?.code ?? null),
  }
  return {
    resourceSpans: [
      {
        resource: { attributes: attributes({ 'service.name': 'quorum', 'service.version': version }) },
        scopeSpans: [{ scope: { name: 'quorum' }, spans: [run, ...spans] }],
      },
    ],
  }
}

function spanOf(runId: string, root: string, facts: StepFacts, runEndedAt: number) {
  const { path, nodeId, startedAt, endedAt, status, usage, error, attempts } = facts
  return {
    traceId: idOf(16, runId),
    spanId: idOf(8, `${runId} ${path}`),
    parentSpanId: root,
    name: nodeId,
    kind: usage.calls > 0 ? 3 : 1,
    startTimeUnixNano: nanos(startedAt),
    endTimeUnixNano: nanos(endedAt ?? runEndedAt),
    attributes: attributes({
      'quorum.run.id': runId,
      'quorum.step.path': path,
      'quorum.step.status': status,
      'quorum.step.attempts': attempts.length,
      ...(usage.calls > 0
        ? {
            'gen_ai.usage.input_tokens': usage.inputTokens,
            'gen_ai.usage.output_tokens': usage.outputTokens,
            'quorum.usage.calls': usage.calls,
            ...(usage.usd === null ? {} : { 'quorum.usage.usd': usage.usd }),
          }
        : {}),
      ...(error === null ? {} : { 'error.type': error.code }),
    }),
    status: statusOf(error?.code ?? null),
  }
}

/** The same run is the same trace, whoever sends it. */
const idOf = (bytes: number, of: string): string =>
  createHash('sha256')
    .update(of)
    .digest('hex')
    .slice(0, 2 * bytes)

const nanos = (ms: number): string => `${BigInt(Math.round(ms)) * 1_000_000n}`

const statusOf = (code: string | null) => (code === null ? { code: 1 } : { code: 2, message: code })

const attributes = (of: Readonly<Record<string, string | number>>) =>
  Object.entries(of).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : Number.isInteger(value)
          ? { intValue: String(value) }
          : { doubleValue: value },
  }))
