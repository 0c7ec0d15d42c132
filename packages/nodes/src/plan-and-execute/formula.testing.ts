import type { Value } from '@quorum/engine'
import { type Formula, inTurn } from '../pattern/formulas.testing.ts'

const plan = (n: number): Value => ({
  tasks: Array.from({ length: n }, (_, i) => ({ title: `Step ${i + 1}`, details: '' })),
})

export const formula: Formula = [
  { many: 4, calls: 2 + 4 },
  { says: inTurn(plan(3), plan(1), plan(0)), params: { replan: 'everyStep' }, calls: 2 + 2 + 1 },
]
