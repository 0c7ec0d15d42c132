import { InvariantError, StepFailure } from '../failure.ts'
import { limits } from '../limits.ts'
import { addUsage, noUsage, type Usage } from '../model.ts'
import { Suspension } from '../node.ts'
import { tooHeavy } from '../weigh.ts'
import type { HostPorts, RunRecord } from './backend.ts'
import { stepContext } from './context.ts'
import type { RunState } from './state.ts'
import type { Stop } from './stop.ts'
import type { Message, Task } from './turn.ts'

/** What one attempt needs to know of its run. */
export interface AttemptRun {
  readonly record: RunRecord
  readonly state: RunState
  /** Calls in flight and the tokens they may take: they count against the budget before they have an answer. */
  readonly pending: { calls: number; tokens: number }
}

export type AttemptPorts = Pick<HostPorts, 'models' | 'http' | 'services' | 'sandbox' | 'onDelta' | 'onBug' | 'clock'>

/** Whom it tells. */
export interface AttemptReport {
  /** Takes in a durable call; resolves once it is on disk. */
  record(message: Message & { readonly type: 'step' }): Promise<void>
  /** The attempt has come to something, unless it was withdrawn meanwhile. */
  settled(message: Message): void
}

/** One attempt of a task, from its beginning to what it came to. An aborted one comes to nothing. */
export async function attempt(
  run: AttemptRun,
  task: Task,
  stop: Stop,
  ports: AttemptPorts,
  report: AttemptReport,
): Promise<void> {
  const { path, attempt, node, input } = task
  const { clock } = ports
  const { timeoutMs } = node.policy
  let timedOut = false
  const stopTimer =
    timeoutMs === null
      ? null
      : clock.at(clock.now() + timeoutMs, () => {
          timedOut = true
          stop.stop(new StepFailure('timeout', `It took longer than ${timeoutMs} ms.`, { retryable: true }))
        })
  let lost: Usage = noUsage
  /** Places of calls without a recorded answer: what they cost is only told at the end. */
  const held = new Set<() => void>()
  const release = () => {
    for (const place of held) place()
    held.clear()
  }
  const context = stepContext(run.record, task, stop, {
    models: ports.models,
    http: ports.http,
    services: ports.services,
    sandbox: ports.sandbox,
    onDelta: ports.onDelta,
    now: () => clock.now(),
    admit: (tokens) => {
      const place = admit(run, tokens)
      held.add(place)
      return () => held.delete(place) && place()
    },
    spent: (usage) => {
      lost = addUsage(lost, usage)
    },
    record: (key, value, usage) => {
      const heavy = tooHeavy(value)
      if (!heavy) return report.record({ type: 'step', path, attempt, key, value, ...(usage ? { usage } : {}) })
      // What cannot be written down has been paid for all the same.
      if (usage) lost = addUsage(lost, usage)
      throw new StepFailure(heavy.code, `What came back is too much. ${heavy.message}`)
    },
  })
  let message: Message
  try {
    const runner = node.behaviour.task
    if (!runner) throw new InvariantError(`the kind “${node.kind}” has no task`)
    message = {
      type: 'done',
      path,
      attempt,
      outcome: await stop.orStopped(runner(context, node.params, input)),
      ...(lost.calls > 0 ? { usage: lost } : {}),
    }
  } catch (error) {
    if (!timedOut && stop.reason) return release()
    if (error instanceof InvariantError) ports.onBug(error)
    message =
      error instanceof Suspension
        ? { type: 'suspended', path, attempt, parked: error.parked }
        : {
            type: 'error',
            path,
            attempt,
            ...(lost.calls > 0 ? { usage: lost } : {}),
            ...described(error, timedOut ? timeoutMs : null),
          }
  } finally {
    stopTimer?.()
  }
  report.settled(message)
  release()
}

function admit({ state, pending }: AttemptRun, tokens: number): () => void {
  const { budget, view } = state
  const { usage } = view
  const over = (what: string, most: number) =>
    new StepFailure('budget', `The run’s budget of ${most} ${what} is used up. Raise the budget to let it go on.`)
  if (budget.calls !== undefined && usage.calls + pending.calls + 1 > budget.calls) throw over('calls', budget.calls)
  const used = usage.inputTokens + usage.outputTokens + pending.tokens
  if (budget.tokens !== undefined && used + tokens > budget.tokens) throw over('tokens', budget.tokens)
  const spent = usage.usd ?? 0
  if (budget.usd !== undefined && (spent > budget.usd || (spent === budget.usd && spent > 0)))
    throw over('US dollars', budget.usd)
  pending.calls++
  pending.tokens += tokens
  return () => {
    pending.calls--
    pending.tokens -= tokens
  }
}

function described(
  error: unknown,
  timeoutMs: number | null,
): Pick<Message & { type: 'error' }, 'failure' | 'retryable' | 'retryAfterMs'> {
  if (timeoutMs !== null)
    return { failure: { code: 'timeout', message: `It took longer than ${timeoutMs} ms.` }, retryable: true }
  if (error instanceof StepFailure) {
    const { code, message, retryable, retryAfterMs } = error
    return { failure: { code, message }, retryable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  }
  // Whoever walks through a value calls itself for each level of it.
  if (error instanceof RangeError && /call stack/.test(error.message))
    return {
      failure: {
        code: 'too-large',
        message: `What this step works on is nested too deep: it may be ${limits.valueLevels} levels. Take out the part that is needed.`,
      },
      retryable: false,
    }
  const message = error instanceof Error ? error.message : String(error)
  return { failure: { code: 'internal', message: `This step broke: ${message}` }, retryable: false }
}
