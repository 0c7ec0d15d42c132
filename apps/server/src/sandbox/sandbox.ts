import { availableParallelism } from 'node:os'
import { isRecord, type Sandbox, StepFailure, type Value } from '@quorum/engine'
import type { Lost, Settled } from './child.ts'
import { sandboxLimits as limits } from './guest/protocol.ts'
import { createPool } from './pool.ts'

/**
 * The sandbox of SECURITY §3.2: quickjs-wasi in a pool of child processes that hold no power. Children start with the first
 * call, never keep the server alive while idle, and end when it ends.
 */
export function createSandbox(options: { readonly size?: number } = {}): Sandbox & { close(): void } {
  const pool = createPool(options.size ?? Math.min(4, Math.max(2, availableParallelism() - 1)))
  return {
    async run({ source, input, ctx, timeoutMs, memoryMb, signal }) {
      if (Buffer.byteLength(source) > limits.sourceBytes)
        throw new StepFailure('code-syntax', `The code is longer than ${limits.sourceBytes} bytes. Shorten it`)
      const time = Math.min(Math.max(1, timeoutMs), limits.timeoutMs)
      const memory = Math.min(Math.max(1, memoryMb), limits.memoryMb)
      const settled = await pool.call(
        () => ({
          type: 'run',
          source,
          input: encode(input, 'code-error', 'The input of the code'),
          ctx: encode(ctx, 'code-error', 'The context of the code'),
          timeoutMs: time,
          memoryMb: memory,
        }),
        signal,
      )
      const reply = answered(settled, (lost) =>
        lost === 'killed'
          ? new StepFailure('code-timeout', `The code did not stop within ${time} ms and was ended. Do less work`)
          : new StepFailure('code-memory', 'The code brought its process down, most likely by its use of memory'),
      )
      return { value: JSON.parse(reply.value) as Value, log: lines(JSON.parse(reply.log)) }
    },

    async render(texts, names, signal) {
      const settled = await pool.call(
        () => ({
          type: 'render',
          texts: encode(texts, 'template-error', 'The text of the templates'),
          names: encode(names, 'template-error', 'What the templates may mention'),
          timeoutMs: limits.renderMs,
          memoryMb: limits.renderMemoryMb,
        }),
        signal,
      )
      const reply = answered(
        settled,
        () => new StepFailure('template-error', `The templates did not finish within ${limits.renderMs} ms`),
      )
      return lines(JSON.parse(reply.value))
    },

    close: () => pool.close(),
  }
}

function answered(settled: Settled, explain: (lost: Lost) => StepFailure) {
  if ('lost' in settled) {
    if (settled.lost !== 'not-started') throw explain(settled.lost)
    throw new StepFailure('sandbox-busy', 'The sandbox process could not be started', { retryable: true })
  }
  if (!settled.reply.ok) throw new StepFailure(settled.reply.code, settled.reply.message)
  return settled.reply
}

function encode(value: unknown, code: string, what: string): string {
  const text = JSON.stringify(value) ?? 'null'
  if (Buffer.byteLength(text) <= limits.inputBytes) return text
  throw new StepFailure(code, `${what} is larger than ${limits.inputBytes} bytes of JSON. Pass on less`)
}

/** A child is not believed: whatever it calls lines becomes text. */
const lines = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.map((line) => (typeof line === 'string' ? line : isRecord(line) ? '' : String(line)))
    : []
