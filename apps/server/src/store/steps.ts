import { addUsage, type Failure, noUsage, type Parked, type RunEvent, type Usage, type Value } from '@quorum/engine'

interface Attempt {
  readonly attempt: number
  readonly startedAt: number
  endedAt: number | null
  error?: Failure
  usage?: Usage
}

/** A durable call a task made: of a model, of HTTP, of a tool. */
interface Call {
  readonly key: string
  readonly at: number
  readonly value: Value
  readonly usage?: Usage
}

/** One step as its events tell it. Times are epoch ms. */
export interface StepFacts {
  readonly path: string
  readonly nodeId: string
  status: string
  input: Value
  /** The bare value if it gave one, else an object by port. */
  output: Value
  ports: Readonly<Record<string, Value>> | null
  record: Value
  /** What it waits for, while it does. */
  parked: Parked | null
  error: Failure | null
  readonly attempts: Attempt[]
  readonly calls: Call[]
  usage: Usage
  startedAt: number
  endedAt: number | null
}

/** Folds the events of one path, oldest first; null if there are none. */
export function stepFacts(events: readonly RunEvent[]): StepFacts | null {
  let facts: StepFacts | null = null
  for (const event of events) {
    if (!('path' in event)) continue
    facts ??= {
      path: event.path,
      nodeId: event.node,
      status: 'running',
      input: null,
      output: null,
      ports: null,
      record: null,
      parked: null,
      error: null,
      attempts: [],
      calls: [],
      usage: noUsage,
      startedAt: event.at,
      endedAt: null,
    }
    if ('input' in event && event.input !== undefined) facts.input = event.input
    if ('record' in event && event.record !== undefined) facts.record = event.record
    if ('usage' in event && event.usage) spend(facts, event.usage)
    take(facts, event)
  }
  return facts
}

function take(facts: StepFacts, event: RunEvent): void {
  switch (event.type) {
    case 'node.started':
      // Also after an end, when a failed run was taken up again.
      facts.status = 'running'
      facts.endedAt = null
      facts.error = null
      // One that waited in its middle is the same attempt still.
      if (facts.attempts.at(-1)?.attempt === event.attempt && facts.attempts.at(-1)?.endedAt === null) break
      facts.attempts.push({ attempt: event.attempt, startedAt: event.at, endedAt: null })
      break
    case 'step.completed':
      facts.calls.push({
        key: event.key,
        at: event.at,
        value: event.value,
        ...(event.usage ? { usage: event.usage } : {}),
      })
      break
    case 'node.retrying':
      facts.status = 'retrying'
      endAttempt(facts, event.at, event.failure)
      break
    case 'node.waiting':
      facts.status = 'waiting'
      facts.parked = event.parked
      break
    case 'node.completed':
      facts.ports = event.ports
      facts.output = outputOf(event.ports)
      end(facts, 'completed', event.at)
      break
    case 'node.failed':
      facts.error = event.failure
      if (event.fallback !== undefined) facts.output = event.fallback
      end(facts, 'failed', event.at, event.failure)
      break
    case 'node.skipped':
      end(facts, 'skipped', event.at)
      break
    case 'node.cancelled':
      end(facts, 'cancelled', event.at)
      break
    case 'item.returned':
      // Its next attempt is a step of its own, at `docs[17]#2`.
      facts.error = event.error
      end(facts, 'failed', event.at, event.error)
      break
    case 'item.settled':
      facts.output = event.value ?? null
      facts.error = event.error ?? null
      end(facts, itemStatus(event.status), event.at, event.error)
      break
    case 'round.closed':
      facts.output = event.state ?? null
      facts.record = event.trail ?? null
      facts.error = event.error ?? null
      end(facts, event.error ? 'failed' : 'completed', event.at, event.error)
      break
  }
}

const itemStatus = (status: 'ok' | 'failed' | 'skipped' | 'cancelled'): string =>
  status === 'ok' ? 'completed' : status

function spend(facts: StepFacts, usage: Usage): void {
  facts.usage = addUsage(facts.usage, usage)
  const attempt = facts.attempts.at(-1)
  if (attempt) attempt.usage = attempt.usage ? addUsage(attempt.usage, usage) : usage
}

function endAttempt(facts: StepFacts, at: number, error?: Failure): void {
  const attempt = facts.attempts.at(-1)
  if (attempt?.endedAt !== null) return
  attempt.endedAt = at
  if (error) attempt.error = error
}

function end(facts: StepFacts, status: string, at: number, error?: Failure): void {
  facts.status = status
  facts.parked = null
  facts.endedAt = at
  // What was done inside the turn had one try that took no time.
  if (facts.attempts.length === 0 && status !== 'skipped') {
    facts.attempts.push({
      attempt: 1,
      startedAt: facts.startedAt,
      endedAt: null,
      ...(facts.usage.calls > 0 ? { usage: facts.usage } : {}),
    })
  }
  endAttempt(facts, at, error)
}

function outputOf(ports: Readonly<Record<string, Value>>): Value {
  const values = Object.values(ports)
  return values.length === 1 ? (values[0] ?? null) : ports
}
