import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { params: { agents: 4, iterations: 3, stagnation: 0 }, calls: 4 * 3 * 2 },
  { params: { agents: 5, iterations: 2, evaluator: 'code', stagnation: 0 }, calls: 5 * 2 },
]
