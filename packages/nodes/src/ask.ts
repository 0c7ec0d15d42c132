import { type ModelAnswer, type ModelMessage, StepFailure, type StepContext, type Value } from '@quorum/engine'

type Request = Parameters<StepContext['ask']>[0]
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

/**
 * Asks for an answer that must be readable. One that is not is asked for once more, saying what was wrong (API.md rule 15).
 * @returns null and the problem if the second answer cannot be read either.
 */
export async function askReadable<T>(
  ctx: StepContext,
  request: Request,
  read: (object: Value) => Reading<T>,
): Promise<{ readonly value: T } | { readonly value: null; readonly problem: string }> {
  const first = await attempt(ctx, request, read)
  if (first.reading.ok) return { value: first.reading.value }
  const messages: ModelMessage[] = [
    ...request.messages,
    ...(first.text === '' ? [] : [{ role: 'assistant' as const, content: first.text }]),
    {
      role: 'user',
      content: `That answer could not be used: ${first.reading.problem} Answer again with nothing but the JSON that was asked for.`,
    },
  ]
  const second = await attempt(ctx, { ...request, messages }, read, 'repair')
  return second.reading.ok ? { value: second.reading.value } : { value: null, problem: second.reading.problem }
}

async function attempt<T>(ctx: StepContext, request: Request, read: (object: Value) => Reading<T>, key?: string) {
  let answer: ModelAnswer
  try {
    answer = await ctx.ask(request, key)
  } catch (error) {
    if (!(error instanceof StepFailure) || error.code !== 'schema') throw error
    const reading: Reading<T> = { ok: false, problem: error.message }
    return { text: '', reading }
  }
  const object = answer.object === undefined ? jsonIn(answer.text) : answer.object
  const reading: Reading<T> = object === undefined ? { ok: false, problem: 'It is not the JSON that was asked for.' } : read(object)
  return { text: answer.text, reading }
}

/** The JSON object of an answer that has words or a code fence around it. */
function jsonIn(text: string): Value | undefined {
  const from = text.indexOf('{')
  const to = text.lastIndexOf('}')
  if (from === -1 || to < from) return undefined
  try {
    return JSON.parse(text.slice(from, to + 1)) as Value
  } catch {
    return undefined
  }
}

export const message = (role: ModelMessage['role'], content: string): ModelMessage[] =>
  content.trim() === '' ? [] : [{ role, content }]
