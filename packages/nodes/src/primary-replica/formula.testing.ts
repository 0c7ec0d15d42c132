import { type Formula, list } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { input: list(6), params: { replicas: 3 }, calls: 3 },
  { input: list(8), params: { replicas: 4, combine: 'agent' }, calls: 4 + 1 },
]
