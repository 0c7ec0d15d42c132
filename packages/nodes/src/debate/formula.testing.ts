import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 2 * 3 + 1 }, { params: { debaters: people(3), rounds: 1 }, calls: 3 * 2 + 1 }]
