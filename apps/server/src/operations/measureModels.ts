import { type ModelClient, StepFailure, type Usage } from '@quorum/engine'

/** Calls of models since the last report, summed up. Plain data: it crosses from the run host. */
export interface ModelCalls {
  readonly provider: string
  /** `ok`, or the code of the failure. */
  readonly outcome: string
  readonly simulated: boolean
  calls: number
  seconds: number
  inputTokens: number
  outputTokens: number
  usd: number
}

const everyMs = 1_000

/** Counts what is asked of models and reports it once a second, however many calls there were. */
export function measureModels(
  client: ModelClient,
  report: (calls: readonly ModelCalls[]) => void,
  now: () => number = () => performance.now(),
): ModelClient {
  let sums = new Map<string, ModelCalls>()
  let due = false
  function note(model: string, outcome: string, ms: number, usage: Usage | null): void {
    const provider = /^[a-z]+(?=\/)/.exec(model)?.[0] ?? 'none'
    const key = `${provider} ${outcome}`
    const sum = sums.get(key) ?? {
      provider,
      outcome,
      simulated: provider === 'simulated',
      calls: 0,
      seconds: 0,
      inputTokens: 0,
      outputTokens: 0,
      usd: 0,
    }
    sum.calls++
    sum.seconds += ms / 1_000
    sum.inputTokens += usage?.inputTokens ?? 0
    sum.outputTokens += usage?.outputTokens ?? 0
    sum.usd += usage?.usd ?? 0
    sums.set(key, sum)
    if (due) return
    due = true
    setTimeout(flush, everyMs).unref()
  }
  function flush(): void {
    due = false
    const gathered = [...sums.values()]
    sums = new Map()
    report(gathered)
  }
  return {
    async call(request, options) {
      const from = now()
      try {
        const answer = await client.call(request, options)
        note(request.model, 'ok', now() - from, answer.usage)
        return answer
      } catch (error) {
        const outcome = options.signal.aborted ? 'cancelled' : error instanceof StepFailure ? error.code : 'internal'
        note(request.model, outcome, now() - from, null)
        throw error
      }
    },
  }
}
