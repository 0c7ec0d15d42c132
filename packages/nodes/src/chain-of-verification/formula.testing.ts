import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { many: 3, calls: 3 + 3 },
  { many: 9, params: { maxQuestions: 4 }, calls: 4 + 3 },
]
