import { isRecord, textOf, type Value } from '@quorum/engine'

/** Typed JSON as a value of the engine. */
export const asValue = (json: object): Value => json as unknown as Value
/** What an earlier piece of this same composite put on the edge. */
export const fromPiece = <T>(value: Value | undefined): T => value as unknown as T

/** How one part of a pattern ended (CATALOGUE §2). */
export type PartOutcome = {
  readonly name: string
  readonly status: 'ok' | 'failed' | 'skipped'
  readonly value?: Value
  readonly error?: { readonly code: string; readonly message: string }
}

/** What an `error` port or the outcome of an item says. */
export function errorOf(value: Value | undefined, otherwise = 'It gave no answer.'): { code: string; message: string } {
  const known = isRecord(value) ? value : {}
  return {
    code: typeof known.code === 'string' ? known.code : 'no-answer',
    message: typeof known.message === 'string' ? known.message : otherwise,
  }
}

/** An answer with nothing in it is no answer. */
export const isBlank = (value: Value | undefined): boolean =>
  value === undefined || value === null || textOf(value).trim() === ''

export const emptyAnswer = { code: 'empty-answer', message: 'It answered with nothing.' }

/** The outcomes of a pool under the names of those who worked, in their order; blank answers count as failures. */
export function namedOutcomes(outcomes: Value | undefined, names: readonly string[]): PartOutcome[] {
  const list = fromPiece<readonly Record<string, Value>[]>(outcomes ?? [])
  return list.map(({ status, value, error }, i): PartOutcome => {
    const name = names[i] ?? String(i + 1)
    if (status !== 'ok') return { name, status: status === 'skipped' ? 'skipped' : 'failed', error: errorOf(error) }
    if (isBlank(value)) return { name, status: 'failed', error: emptyAnswer }
    return { name, status: 'ok', value: value ?? null }
  })
}

/** “Security: The model was not there. Quality: It gave no answer.” */
export const reasonsOf = (outcomes: readonly PartOutcome[]): string =>
  outcomes.flatMap(({ name, error }) => (error ? [`${name}: ${error.message}`] : [])).join(' ')
