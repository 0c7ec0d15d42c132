import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { params: { branch: 3, width: 3, depth: 4 }, many: 3, calls: 1 + 3 * 3 + (3 + 3 * 3 * 3) },
  { params: { branch: 2, width: 1, depth: 3, scorer: 'code' }, many: 2, calls: 1 + 2 },
]
