import type { Rule } from '../election.ts'
import { compare, whole, zero } from '../fraction.ts'
import { sums } from './group.ts'

const approve = 0
const reject = 1

/** Approved by at least k, and nobody who may veto rejects; else rejected. The candidates are `approve` and `reject`. */
export const kOfN: Rule = {
  ballot: 'choice',
  count(election, { k, veto }) {
    const votes = sums(election, ({ choice }) => (choice === undefined ? [] : [choice]))
    const mayVeto = (voter: string) => (typeof veto === 'boolean' ? veto : veto.includes(voter))
    const vetoed = election.ballots.some(({ voter, choice }) => choice === reject && mayVeto(voter))
    const approved = !vetoed && compare(votes[approve] ?? zero, whole(k)) >= 0
    const groups = approved ? [[approve], [reject]] : [[reject], [approve]]
    return { votes, scores: votes, groups, decided: true, ...(vetoed ? { by: 'veto' } : {}) }
  },
}
