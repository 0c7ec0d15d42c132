import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 3 * 2 }, { params: { stages: people(5) }, calls: 5 * 2 }]
