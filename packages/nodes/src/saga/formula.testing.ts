import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 3 }, { params: { steps: people(5, { undo: 'Undo it.' }) }, calls: 5 }]
