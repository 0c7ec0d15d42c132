import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { params: { share: 0 }, calls: 1 },
  { params: { share: 1 }, calls: 1 + 1 + 1 },
]
