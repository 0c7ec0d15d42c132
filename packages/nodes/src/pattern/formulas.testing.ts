import type { ModelRequest, Value } from '@quorum/engine'

/** One setting of a pattern, and the calls it must make. */
export interface Setting {
  readonly params?: Record<string, unknown>
  readonly input?: Value
  /** How long the lists are that a model makes: tasks, parts, steps. */
  readonly many?: number
  /** Instead of a good answer. */
  readonly says?: (request: ModelRequest) => Value | undefined
  readonly calls: number
}

/** The calls of the catalogue's formula written out at two settings at least (CATALOGUE §4 and §5, “Cost”). */
export type Formula = readonly [Setting, Setting, ...Setting[]]

export const people = (n: number, more = {}) => Array.from({ length: n }, (_, i) => ({ name: `P${i + 1}`, ...more }))
export const list = (n: number): Value => Array.from({ length: n }, (_, i) => `item ${i + 1}`)
export const long = 'x '.repeat(80)
/** The nth request with a form of its own is answered with the nth of these, later ones with the last. */
export const inTurn = (...answers: readonly Value[]): Setting['says'] => {
  let asked = 0
  return ({ schema }) => (schema ? answers[Math.min(asked++, answers.length - 1)] : undefined)
}
