import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { params: { samples: 7, earlyStop: false }, calls: 7 },
  // Three of five cannot be caught.
  { calls: 3 },
]
