import type { Rule } from '../election.ts'
import { averageRank, borda } from './borda.ts'
import { approval, majority, plurality, supermajority, unanimity, weighted } from './choice.ts'
import { irv } from './irv.ts'
import { kOfN } from './kOfN.ts'
import { copeland, schulze } from './pairwise.ts'
import { score } from './score.ts'
import { aheadByK, firstToK } from './stream.ts'

export const rules = {
  plurality,
  majority,
  supermajority,
  unanimity,
  weighted,
  approval,
  score,
  borda,
  averageRank,
  irv,
  copeland,
  schulze,
  firstToK,
  aheadByK,
  selfConsistency: plurality,
  kOfN,
} satisfies Record<string, Rule>

export type RuleName = keyof typeof rules
export const ruleOf = (name: string): Rule | undefined =>
  Object.hasOwn(rules, name) ? rules[name as RuleName] : undefined
