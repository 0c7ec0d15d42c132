import { type Formula, list } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { input: list(25), calls: 3 + 1 },
  // Twelve chunks, three groups of four and one of three.
  { input: list(24), params: { chunkSize: 2, fanIn: 4, reduceBy: 'tree' }, calls: 12 + 3 + 1 },
]
