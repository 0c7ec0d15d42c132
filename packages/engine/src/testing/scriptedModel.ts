import { StepFailure } from '../failure.ts'
import type { ModelClient, ModelRequest } from '../model.ts'
import type { Value } from '../value.ts'

/** A model that answers what `answer` says (`fail`: it fails) and remembers who asked. */
export function scriptedModel(
  answer: (request: ModelRequest, key: string) => Value | Promise<Value>,
): ModelClient & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    async call(request, { idempotencyKey, onText }) {
      asked.push(idempotencyKey)
      const value = await answer(request, idempotencyKey)
      if (value === 'fail')
        throw new StepFailure('model-error', 'The model has failed, as it was told to.', { retryable: true })
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      onText(text)
      return {
        text,
        ...(request.schema ? { object: value } : {}),
        usage: { calls: 1, inputTokens: 1, outputTokens: 1, usd: 0, simulated: true },
      }
    },
  }
}
