import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 3 }, { params: { branches: people(5), merge: 'agent' }, calls: 5 + 1 }]
