import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { params: { strategy: 'best' }, calls: 3 + 1 },
  { params: { strategy: 'consensus', agents: people(5) }, calls: 5 },
]
