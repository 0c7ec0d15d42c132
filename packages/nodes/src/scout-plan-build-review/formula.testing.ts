import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { many: 2, params: { deploy: 'agent' }, calls: 3 + 2 + 2 + 1 },
  { many: 5, params: { deploy: 'agent', scouts: people(4) }, calls: 4 + 5 + 2 + 1 },
]
