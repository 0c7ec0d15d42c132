import { type Formula, list, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { input: list(4), calls: 4 * 3 },
  { input: list(6), params: { stages: people(2) }, calls: 6 * 2 },
]
