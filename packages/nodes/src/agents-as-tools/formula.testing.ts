import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 1 }, { params: { specialists: people(5) }, calls: 1 }]
