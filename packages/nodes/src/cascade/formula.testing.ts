import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { calls: 1 },
  {
    params: { levels: people(3) },
    says: ({ schema }) => (schema ? { answer: 'x', confidence: 0.1 } : undefined),
    calls: 3,
  },
]
