import type { Estimate } from '../api/types.ts'

/** What the run on screen was expected to take, for the cards on the canvas. Small: it is part of the first paint. */
let expected: Estimate['perNode'] = {}
const listeners = new Set<() => void>()

export function tellExpected(perNode: Estimate['perNode']): void {
  expected = perNode
  for (const tell of listeners) tell()
}

export function onExpected(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** What a step of the run on screen was expected to take. */
export const expectedOf = (nodeId: string): Estimate['perNode'][string] | undefined => expected[nodeId]

/** Calls of a step, where there will be several. */
export const expectedCalls = (nodeId: string): number | null => {
  const calls = expected[nodeId]?.calls.expected ?? 0
  return calls >= 1.5 ? Math.round(calls) : null
}
