import type { Budget } from '@quorum/engine'
import type { Estimate } from '../api/types.ts'
import { count } from '../runs/figures.ts'
import { money } from './priceWords.ts'

/** Room for a run that is dearer than usual. */
const roomy = 2

/** Limits well above what a run is expected to take, and never above what it can take. */
export function budgetFrom({ calls, tokens, usd }: Pick<Estimate, 'calls' | 'tokens' | 'usd'>): Budget {
  const within = (expected: number, max: number): number => Math.max(1, Math.ceil(Math.min(expected * roomy, max)))
  return {
    calls: within(calls.expected, calls.max),
    tokens: within(tokens.expected, tokens.max),
    ...(usd && usd.expected > 0 ? { usd: Math.ceil(Math.min(usd.expected * roomy, usd.max) * 100) / 100 } : {}),
  }
}

/** "14 calls, 8,400 tokens, $0.08". */
export const budgetLimits = ({ calls, tokens, usd, ms }: Budget): string =>
  [
    calls === undefined ? '' : `${count(calls)} calls`,
    tokens === undefined ? '' : `${count(tokens)} tokens`,
    usd === undefined ? '' : money(usd),
    ms === undefined ? '' : `${count(Math.round(ms / 1_000))} s`,
  ]
    .filter(Boolean)
    .join(', ')
