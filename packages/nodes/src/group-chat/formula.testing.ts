import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { params: { stop: 'turns', maxTurns: 5 }, calls: 5 },
  { params: { stop: 'turns', maxTurns: 4, selection: 'agent' }, calls: 4 * 2 },
]
