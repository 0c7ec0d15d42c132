import type { Value } from '@quorum/engine'
import { type Formula, inTurn } from '../pattern/formulas.testing.ts'

const ledger = (done: boolean): Value => ({
  done,
  looping: false,
  progress: true,
  next: 'Writer',
  instruction: 'Go on.',
})

// In the round in which the manager finds it done nobody else is asked.
export const formula: Formula = [
  { says: inTurn(ledger(true)), calls: 3 + 2 * 1 - 1 },
  { says: inTurn(ledger(false), ledger(false), ledger(true)), calls: 3 + 2 * 3 - 1 },
]
