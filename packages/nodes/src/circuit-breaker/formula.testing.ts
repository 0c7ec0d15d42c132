import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [{ calls: 1 }, { says: () => 'fail', calls: 1 }]
