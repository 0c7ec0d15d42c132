import { type Formula, list } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { input: list(3), calls: 3 * (1 + 1) },
  { input: list(4), many: 2, calls: 4 * (1 + 2 + 1) },
]
