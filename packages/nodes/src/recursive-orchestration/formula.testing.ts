import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { input: { text: 'short', subtaskCount: 1 }, calls: 1 },
  { input: { text: 'a programme', subtaskCount: 9 }, params: { maxDepth: 1 }, many: 3, calls: 2 + 3 },
]
