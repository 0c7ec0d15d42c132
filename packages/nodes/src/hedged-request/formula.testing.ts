import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 1 }, { params: { copies: 3 }, says: () => 'fail', calls: 3 }]
