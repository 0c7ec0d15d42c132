import { isPlain, renderPlain } from '../expr/template.ts'
import { StepFailure } from '../failure.ts'
import type { HttpAnswer } from '../http.ts'
import type { ModelAnswer, ModelRequest, Usage } from '../model.ts'
import type { AskChange, StepContext } from '../node.ts'
import type { Value } from '../value.ts'
import type { HostPorts, RunRecord } from './backend.ts'
import { hashSeed } from './hash.ts'
import type { Task } from './turn.ts'

/** What a task's context needs of its host. */
export interface TaskHost extends Pick<HostPorts, 'models' | 'http' | 'sandbox' | 'onDelta'> {
  /** Records a durable call; resolves once it is on disk. */
  record(key: string, value: Value, usage?: Usage): Promise<void>
  /**
   * Takes a place in the budget for a call of up to `tokens`, until what it cost is recorded.
   * @throws StepFailure `budget` when the call would exceed it (API.md rule 11).
   */
  admit(tokens: number): void
  /** A model was reached and gave nothing usable: it counts as a call all the same. */
  spent(usage: Usage): void
}

const DEFAULT_MODEL = 'simulated/standard'
/** Failures in which the request never reached a model. */
const NOT_REACHED = new Set(['unknown-model', 'connection', 'budget', 'cancelled', 'blocked'])

/** Prompt and longest answer, at four characters a token. */
function expectedTokens({ messages, maxOutputTokens }: Pick<ModelRequest, 'messages' | 'maxOutputTokens'>): number {
  return Math.ceil(messages.reduce((chars, { content }) => chars + content.length, 0) / 4) + (maxOutputTokens ?? 0)
}

type Asked = Parameters<StepContext['ask']>[0]

/** What is asked after an earlier round failed: with a note on what was wrong, or with less text. */
function changed(request: Asked, change: AskChange | null): Asked {
  if (!change?.note && !change?.shrink) return request
  const most = Math.max(...request.messages.map(({ content }) => content.length))
  const limit = Math.max(500, Math.floor(most / 2 ** (change.shrink ?? 0)))
  const messages = request.messages.map((message) =>
    message.role === 'system' || message.content.length <= limit
      ? message
      : { ...message, content: `${message.content.slice(0, limit / 2)}\n…\n${message.content.slice(-limit / 2)}` },
  )
  return { ...request, messages: change.note ? [...messages, { role: 'user', content: change.note }] : messages }
}

/** The context of one attempt of a task. Steps that are in the log answer at once; nothing starts after an abort. */
export function stepContext(record: RunRecord, task: Task, signal: AbortSignal, host: TaskHost): StepContext {
  const { path, attempt, node, steps } = task
  let durable = Promise.resolve()
  const step = async <T extends Value>(
    key: string,
    work: () => Promise<T>,
    usageOf?: (value: T) => Usage,
  ): Promise<T> => {
    const known = steps.get(key)
    if (known !== undefined) return known as T
    // An effect may depend on what came before it, so that must be on disk; what comes after a step need not wait for it.
    await durable
    signal.throwIfAborted()
    const value = await work()
    signal.throwIfAborted()
    durable = host.record(key, value, usageOf?.(value))
    return value
  }
  return {
    runId: record.id,
    path,
    attempt,
    signal,
    step: (key, work) => step(key, work),
    async ask(request, key = 'answer') {
      const model = record.model ?? (task.change?.model || request.model || record.flow.settings.model || DEFAULT_MODEL)
      const part = key === 'answer' ? path : `${path}/${key}`
      const call = async (): Promise<Value> => {
        const asked = changed(request, task.change)
        host.admit(expectedTokens(asked))
        try {
          const answer = await host.models.call(
            { ...asked, model, seed: hashSeed(record.seed, `${part}@${attempt}`) },
            {
              signal,
              idempotencyKey: `${record.id}/${part}/${attempt}`,
              onText: (text) => host.onDelta(record.id, { nodeId: node.key, path, text }),
            },
          )
          return answer as unknown as Value
        } catch (error) {
          const reached = error instanceof StepFailure && !NOT_REACHED.has(error.code)
          if (reached)
            host.spent({ calls: 1, inputTokens: 0, outputTokens: 0, usd: 0, simulated: model.startsWith('simulated/') })
          throw error
        }
      }
      return (await step(key, call, (answer) => (answer as unknown as ModelAnswer).usage)) as unknown as ModelAnswer
    },
    async http(request, key = 'http') {
      const idempotencyKey = `${record.id}/${key === 'http' ? path : `${path}/${key}`}/${attempt}`
      const call = async (): Promise<Value> => ({ ...(await host.http.call(request, { signal, idempotencyKey })) })
      return (await step(key, call)) as unknown as HttpAnswer
    },
    async render(texts, names) {
      if (texts.every(isPlain)) return texts.map((text) => renderPlain(text, names))
      return host.sandbox.render(texts, { ...names }, signal)
    },
    async code(source, input, extra, limits) {
      const { value } = await host.sandbox.run({ source, input, ctx: extra, ...limits, signal })
      return value
    },
  }
}
