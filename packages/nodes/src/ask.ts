import { type ModelAnswer, type ModelMessage, type StepContext, StepFailure, type Value } from '@quorum/engine'

type Request = Parameters<StepContext['ask']>[0]
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

/**
 * Asks for an answer that must be readable. One that is not is asked for once more, saying what was wrong (API.md rule 15).
 * @returns what the second answer lacks if it cannot be read either.
 */
export async function askReadable<T>(
  ctx: StepContext,
  request: Request,
  read: (answer: ModelAnswer) => Reading<T>,
): Promise<Reading<T>> {
  const first = await attempt(ctx, request, read)
  if (first.reading.ok) return first.reading
  const messages: ModelMessage[] = [
    ...request.messages,
    ...(first.text === '' ? [] : [{ role: 'assistant' as const, content: first.text }]),
    {
      role: 'user',
      content: `That answer could not be used: ${first.reading.problem} Answer again, exactly as asked and with nothing else.`,
    },
  ]
  return (await attempt(ctx, { ...request, messages }, read, 'repair')).reading
}

async function attempt<T>(ctx: StepContext, request: Request, read: (answer: ModelAnswer) => Reading<T>, key?: string) {
  let answer: ModelAnswer
  try {
    answer = await ctx.ask(request, key)
  } catch (error) {
    if (!(error instanceof StepFailure) || error.code !== 'schema') throw error
    const reading: Reading<T> = { ok: false, problem: error.message }
    return { text: '', reading }
  }
  return { text: answer.text, reading: read(answer) }
}

/** Reads the object of an answer that was asked for with a schema. */
export const objectOf =
  <T>(read: (object: Value) => Reading<T>) =>
  ({ object, text }: ModelAnswer): Reading<T> => {
    const found = object === undefined ? jsonIn(text) : object
    return found === undefined ? { ok: false, problem: 'It is not the JSON that was asked for.' } : read(found)
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
