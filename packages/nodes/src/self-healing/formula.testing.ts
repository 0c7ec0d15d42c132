import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 1 }, { params: { attempts: 4, backoffMs: 1 }, says: () => 'fail', calls: 4 }]
