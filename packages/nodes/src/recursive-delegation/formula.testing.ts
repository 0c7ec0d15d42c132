import type { Value } from '@quorum/engine'
import { type Formula, inTurn, long } from '../pattern/formulas.testing.ts'

const parts = (n: number, of: string): Value => ({ tasks: Array.from({ length: n }, (_, i) => `${of}.${i + 1}`) })

export const formula: Formula = [
  { input: 'short', calls: 1 },
  {
    input: long,
    params: { maxDepth: 2, atomicChars: 1 },
    says: inTurn(parts(3, '0'), parts(3, 'a'), parts(3, 'b'), parts(3, 'c')),
    calls: 9 + 2 * 4,
  },
]
