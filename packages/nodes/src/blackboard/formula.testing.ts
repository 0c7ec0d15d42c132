import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 4 }, { params: { maxSteps: 2 }, calls: 2 }]
