import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { params: { n: 5 }, calls: 2 * 5 },
  { params: { n: 6, judging: 'listwise' }, calls: 6 + 1 },
  { params: { n: 4, judging: 'knockout' }, calls: 4 + 2 * 3 },
]
