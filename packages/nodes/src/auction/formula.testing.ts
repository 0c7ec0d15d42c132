import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 3 + 1 }, { params: { bidders: people(5) }, calls: 5 + 1 }]
