import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { many: 3, calls: 3 + 2 },
  { many: 9, calls: 9 + 2 },
]
