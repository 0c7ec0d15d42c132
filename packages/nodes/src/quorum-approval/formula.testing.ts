import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { params: { approvals: 2 }, calls: 2 },
  { params: { reviewers: people(5), approvals: 3, stopEarly: false }, calls: 5 },
]
