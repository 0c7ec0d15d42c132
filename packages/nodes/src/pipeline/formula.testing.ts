import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 4 }, { params: { stages: people(7) }, calls: 7 }]
