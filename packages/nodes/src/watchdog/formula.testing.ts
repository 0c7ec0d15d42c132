import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 1 }, { params: { calls: 0, action: 'notify' }, calls: 1 }]
