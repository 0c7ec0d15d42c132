import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { calls: 4 * 2 + 1 },
  { params: { proposers: people(3), layers: 4 }, calls: 3 * 3 + 1 },
]
