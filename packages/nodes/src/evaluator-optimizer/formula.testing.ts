import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { calls: 2 },
  {
    params: { maxIterations: 4 },
    says: ({ schema }) => (schema ? { pass: false, score: 0.1, reasons: ['no'] } : undefined),
    calls: 2 * 4,
  },
]
