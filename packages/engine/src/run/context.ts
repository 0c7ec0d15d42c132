import { isPlain, renderPlain } from '../expr/template.ts'
import { StepFailure } from '../failure.ts'
import type { HttpAnswer, HttpRequest } from '../http.ts'
import type { ModelAnswer, ModelRequest, Usage } from '../model.ts'
import { type AskChange, type StepContext, Suspension } from '../node.ts'
import type { Value } from '../value.ts'
import type { HostPorts, RunRecord } from './backend.ts'
import { hashSeed } from './hash.ts'
import type { Stop } from './stop.ts'
import type { Task } from './turn.ts'

/** What a task's context needs of its host. */
export interface TaskHost extends Pick<HostPorts, 'models' | 'http' | 'services' | 'sandbox' | 'onDelta'> {
  /** Records a durable call; resolves once it is on disk. */
  record(key: string, value: Value, usage?: Usage): Promise<void>
  /**
   * Takes a place in the budget for a call of up to `tokens`; to be given back once what it cost is recorded.
   * @throws StepFailure `budget` when the call would exceed it (API.md rule 11).
   */
  admit(tokens: number): () => unknown
  now(): number
  /** A model was reached and gave nothing usable: it counts as a call all the same. */
  spent(usage: Usage): void
}

const DEFAULT_MODEL = 'simulated/standard'
/** Failures in which the request never reached a model. */
const NOT_REACHED = new Set(['unknown-model', 'connection', 'budget', 'cancelled', 'blocked'])

/** Prompt, tools and longest answer, at four characters a token. */
function expectedTokens({
  messages,
  tools = [],
  maxOutputTokens,
}: Pick<ModelRequest, 'messages' | 'tools' | 'maxOutputTokens'>): number {
  const said = messages.reduce(
    (chars, { content, calls }) => chars + content.length + (calls ? JSON.stringify(calls).length : 0),
    tools.length > 0 ? JSON.stringify(tools).length : 0,
  )
  return Math.ceil(said / 4) + (maxOutputTokens ?? 0)
}

type Asked = Parameters<StepContext['ask']>[0]

/** What is asked after an earlier round failed: with a note on what was wrong, or with less text. */
function changed(request: Asked, change: AskChange | null): Asked {
  if (change?.remember) return changed({ ...request, remember: true }, { ...change, remember: false })
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
export function stepContext(record: RunRecord, task: Task, stop: Stop, host: TaskHost): StepContext {
  return new Context(record, task, stop, host, { durable: Promise.resolve() })
}

class Context implements StepContext {
  readonly runId: string
  readonly path: string
  readonly attempt: number
  readonly #stop: Stop
  readonly #record: RunRecord
  readonly #task: Task
  readonly #host: TaskHost
  /** Shared with the contexts of tools: when the last recorded step is on disk. */
  readonly #log: { durable: Promise<void> }
  /** The tool call it belongs to, if it does. */
  readonly #within: string

  constructor(record: RunRecord, task: Task, stop: Stop, host: TaskHost, log: { durable: Promise<void> }, within = '') {
    this.runId = record.id
    this.path = task.path
    this.attempt = task.attempt
    this.#stop = stop
    this.#record = record
    this.#task = task
    this.#host = host
    this.#log = log
    this.#within = within
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  step<T extends Value>(key: string, work: () => Promise<T>): Promise<T> {
    return this.#step(this.#key(key), work)
  }

  async ask(request: Parameters<StepContext['ask']>[0], key = 'answer'): Promise<ModelAnswer> {
    const { path } = this
    const record = this.#record
    const { change } = this.#task
    const asked = changed(request, change)
    const model = record.model ?? (change?.model || request.model || record.flow.settings.model || DEFAULT_MODEL)
    const own = this.#key(key)
    const part = own === 'answer' ? path : `${path}/${own}`
    let release: (() => unknown) | undefined
    const call = async (): Promise<Value> => {
      release = this.#host.admit(expectedTokens(asked))
      try {
        const answer = await this.#host.models.call(
          { ...asked, model, seed: hashSeed(record.seed, `${part}@${this.attempt}`) },
          {
            signal: this.signal,
            idempotencyKey: `${record.id}/${part}/${this.attempt}`,
            onText: (text) => this.say(text),
          },
        )
        return answer as unknown as Value
      } catch (error) {
        const reached = error instanceof StepFailure && !NOT_REACHED.has(error.code)
        if (reached)
          this.#host.spent({
            calls: 1,
            inputTokens: 0,
            outputTokens: 0,
            usd: 0,
            simulated: model.startsWith('simulated/'),
          })
        throw error
      }
    }
    const answer = await this.#step(own, call, (value) => (value as unknown as ModelAnswer).usage)
    release?.()
    return answer as unknown as ModelAnswer
  }

  async http(request: HttpRequest, key?: string): Promise<HttpAnswer> {
    const answer = await this.#outside('http', key, async (options) => ({
      ...(await this.#host.http.call(request, options)),
    }))
    return answer as unknown as HttpAnswer
  }

  service(name: string, request: Value, key?: string): Promise<Value> {
    return this.#outside(name, key, (options) =>
      this.#host.services.call(name, request, { ...options, runId: this.runId, flowId: this.#record.flowId }),
    )
  }

  tool<T extends Value>(key: string, work: (ctx: StepContext) => Promise<T>): Promise<T> {
    const own = this.#key(key)
    const inner = new Context(this.#record, this.#task, this.#stop, this.#host, this.#log, own)
    return this.#step(own, () => work(inner))
  }

  async wait(
    key: string,
    { kind, memory, forMs }: { kind: 'signal' | 'approval'; memory: Value; forMs: number | null },
  ): Promise<Value> {
    const step = this.#key(key)
    const known = this.#task.steps.get(step)
    if (known !== undefined) return known
    // What led here must be on disk before anybody is asked.
    await this.#log.durable
    throw new Suspension({ kind, memory, step, until: forMs === null ? null : this.#host.now() + forMs })
  }

  say(text: string): void {
    this.#host.onDelta(this.runId, { nodeId: this.#task.node.key, path: this.path, text })
  }

  async render(texts: readonly string[], names: Readonly<Record<string, Value>>): Promise<readonly string[]> {
    if (texts.every(isPlain)) return texts.map((text) => renderPlain(text, names))
    return this.#host.sandbox.render(texts, { ...names }, this.signal)
  }

  async code(source: string, input: Value, extra: Value, limits: { timeoutMs: number; memoryMb: number }) {
    const { value } = await this.#host.sandbox.run({ source, input, ctx: extra, ...limits, signal: this.signal })
    return value
  }

  /** A durable call; in a tool it is part of the tool's own step, which holds what became of it. */
  #outside(
    kind: string,
    key: string | undefined,
    call: (options: { signal: AbortSignal; idempotencyKey: string }) => Promise<Value>,
  ): Promise<Value> {
    const within = this.#within !== ''
    const own = key === undefined ? (within ? this.#within : kind) : this.#key(key)
    const part = own === kind ? this.path : `${this.path}/${own}`
    const made = () => call({ signal: this.signal, idempotencyKey: `${this.runId}/${part}/${this.attempt}` })
    return within ? made() : this.#step(own, made)
  }

  #key(key: string): string {
    return this.#within === '' ? key : `${this.#within}/${key}`
  }

  async #step<T extends Value>(key: string, work: () => Promise<T>, usageOf?: (value: T) => Usage): Promise<T> {
    const known = this.#task.steps.get(key)
    if (known !== undefined) return known as T
    // An effect may depend on what came before it, so that must be on disk; what comes after a step need not wait for it.
    await this.#log.durable
    this.#stop.throwIfStopped()
    const value = await work()
    this.#stop.throwIfStopped()
    this.#log.durable = this.#host.record(key, value, usageOf?.(value))
    return value
  }
}
