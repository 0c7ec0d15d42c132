import type { Value } from '@quorum/engine'
import { problemOf } from './problems/problems.ts'

/** Tokens of one call at about four characters each, as the practice model counts them. */
export function estimatedTokens(problem: string, state: Value): { readonly input: number; readonly output: number } {
  const known = problemOf(problem)
  if (!known) return { input: 0, output: 0 }
  const { system, user } = known.prompt(state)
  return {
    input: Math.ceil((system.length + user.length) / 4),
    output: Math.ceil(known.write(known.answer(state, 0)).length / 4),
  }
}
