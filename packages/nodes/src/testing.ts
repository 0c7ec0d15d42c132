import '@quorum/engine/expressions'
import {
  type Arrival,
  type HttpRequest,
  type ModelAnswer,
  type NodeInput,
  noUsage,
  renderPlain,
  type StepContext,
  StepFailure,
  type ToolCall,
  type Value,
} from '@quorum/engine'

/** Signals for tests of behaviours: a live one by its value, a dead one by its reason. */
export const live = (title: string, value: Value, port = 'in'): Arrival => ({
  edgeId: `e-${title}`,
  source: title,
  title,
  port,
  signal: { live: true, value },
})
export const dead = (title: string, reason: 'notTaken' | 'skipped' | 'failed' | 'cancelled' = 'failed'): Arrival => ({
  edgeId: `e-${title}`,
  source: title,
  title,
  port: 'in',
  signal: { live: false, reason },
})

export function inputOf(value: Value, more: Partial<NodeInput> = {}): NodeInput {
  return {
    value,
    ports: { in: value },
    arrivals: [live('feeder', value)],
    names: { input: value, run: { id: 'r' } },
    connected: new Set(),
    seed: 7,
    ...more,
  }
}

type Ask = Parameters<StepContext['ask']>[0]

/** An answer that asks for tools. */
export class Wish {
  readonly calls: readonly ToolCall[]
  constructor(...calls: readonly [name: string, input: Value][]) {
    this.calls = calls.map(([name, input], index) => ({ id: `c${index}`, name, input }))
  }
}

/**
 * A context whose model says what `answers` has, in turn: text, an object, tools to call, or a failure to throw. It
 * keeps no log: `steps` says which keys were used.
 */
export function contextOf(
  answers: readonly (Value | StepFailure | Wish)[] = [],
  code?: (input: Value, extra: Value) => Value,
  service?: (name: string, request: Value) => Value,
) {
  const served: { name: string; request: Value }[] = []
  const steps: string[] = []
  const asked: { request: Ask; key: string | undefined }[] = []
  const called: HttpRequest[] = []
  const ctx: StepContext = {
    runId: 'r',
    path: 'node',
    attempt: 1,
    signal: new AbortController().signal,
    step: (_, work) => work(),
    async ask(request, key): Promise<ModelAnswer> {
      const answer = answers[asked.push({ request, key }) - 1]
      if (answer instanceof StepFailure) throw answer
      if (answer instanceof Wish) return { text: '', calls: answer.calls, usage: noUsage }
      if (typeof answer === 'string') return { text: answer, usage: noUsage }
      return { text: JSON.stringify(answer ?? null), object: answer ?? null, usage: noUsage }
    },
    async http(request) {
      called.push(request)
      return { status: 200, headers: {}, body: null }
    },
    async service(name, request) {
      served.push({ name, request })
      return service?.(name, request) ?? null
    },
    tool(key, work) {
      steps.push(key)
      return work({ ...ctx, ask: (request, inner = 'answer') => ctx.ask(request, `${key}/${inner}`) })
    },
    wait: (key) => Promise.reject(new Error(`${key} waits for somebody, and nobody is there`)),
    say: () => {},
    render: async (texts, names) => texts.map((text) => renderPlain(text, names)),
    code: async (_source, input, extra) => code?.(input, extra) ?? null,
  }
  return { ctx, asked, called, served, steps }
}
