import { type Formula, list } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { input: list(3), calls: 3 },
  { input: list(12), calls: 12 },
]
