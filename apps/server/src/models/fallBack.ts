import { type ModelClient, StepFailure } from '@quorum/engine'
import type { ModelSettings } from './modelSettings.ts'

/** Where another model may do better; a refused or malformed request stays what it is. */
const elsewhere = new Set([
  'rate-limit',
  'server',
  'connection',
  'timeout',
  'quota',
  'auth',
  'not-found',
  'unknown-model',
  'model-error',
])

/** Asks the next model of a chain when one cannot be reached or is exhausted. The failure told is that of the first. */
export function fallBack(client: ModelClient, fallbacks: () => ModelSettings['fallbacks']): ModelClient {
  return {
    async call(request, options) {
      const chain = fallbacks().find(({ model }) => model === request.model)?.instead ?? []
      let first: unknown
      for (const model of [request.model, ...chain]) {
        try {
          const answer = await client.call({ ...request, model }, options)
          return model === request.model ? answer : { ...answer, model }
        } catch (error) {
          options.signal.throwIfAborted()
          first ??= error
          if (!(error instanceof StepFailure) || !elsewhere.has(error.code)) break
        }
      }
      throw first
    },
  }
}
