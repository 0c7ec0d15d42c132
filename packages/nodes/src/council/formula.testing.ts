import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { calls: 2 * 3 + 1 },
  { params: { members: people(4), revise: true }, calls: 3 * 4 + 1 },
]
