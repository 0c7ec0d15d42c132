import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { params: { handlers: people(4, { can: 'x' }) }, calls: 1 + 1 },
  { params: { handlers: people(4), mode: 'attempt' }, calls: 1 },
]
