import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 1 }, { params: { latencyMs: 5 }, calls: 1 }]
