import { InvariantError } from '../failure.ts'
import type { Value } from '../value.ts'

/**
 * CEL and RE2: together larger than the rest of the engine, so whoever needs them installs them (`@quorum/engine/expressions`).
 * The editor does so after its first paint; until then it has nothing to say about expressions and patterns.
 */
export interface ExpressionEngines {
  parseCel(
    text: string,
  ): { readonly names: readonly string[][]; readonly optional: readonly string[][] } | { readonly problem: string }
  /** @throws StepFailure `missing-value` for an absent name, else `condition-error`. */
  evaluateCel(text: string, names: Readonly<Record<string, Value>>): boolean
  patternProblem(source: string): string | null
  /** Does the pattern occur anywhere in the text? @throws StepFailure `condition-error` beyond the limits. */
  patternMatches(source: string, text: string): boolean
}

let installed: ExpressionEngines | null = null

export function installExpressionEngines(engines: ExpressionEngines): void {
  installed = engines
}

export const expressionEngines = (): ExpressionEngines | null => installed

/** For what runs a flow: there they must be. */
export function requiredEngines(): ExpressionEngines {
  if (!installed) throw new InvariantError('import @quorum/engine/expressions before a flow is run')
  return installed
}
