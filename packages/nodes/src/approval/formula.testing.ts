import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 0 }, { params: { message: 'Really?' }, calls: 0 }]
