import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { params: { subscribers: people(2, { topics: ['order'], publishes: ['done'] }) }, calls: 2 },
  { params: { subscribers: people(4, { topics: ['order'], publishes: ['done'] }) }, calls: 4 },
]
