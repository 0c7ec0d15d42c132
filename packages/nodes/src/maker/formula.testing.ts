import type { Formula } from '../pattern/formulas.testing.ts'

// Three disks take seven moves.
export const formula: Formula = [
  { params: { k: 3 }, calls: 7 * 3 },
  { params: { k: 5 }, calls: 7 * 5 },
]
