import type { Budget, Usage } from '@quorum/engine'
import { tokensOf } from './figures.ts'

export type BudgetField = keyof typeof budgetWords
/** Every limit of a run, with the word for what it limits. */
export const budgetWords = { calls: 'Calls of models', tokens: 'Tokens', usd: 'US dollars', ms: 'Time (ms)' } as const
export const budgetFields = Object.keys(budgetWords) as readonly BudgetField[]

/** What has been spent of each limit; null where it is not known. */
export const spentOf = (usage: Usage, elapsedMs: number): Record<BudgetField, number | null> => ({
  calls: usage.calls,
  tokens: tokensOf(usage),
  usd: usage.usd,
  ms: elapsedMs,
})

/** Twice what was allowed, and well above what was spent: a run that goes on should not stop at once again. */
export function raised(budget: Budget, spent: Record<BudgetField, number | null>): Budget {
  return Object.fromEntries(
    budgetFields.flatMap((field) => {
      const limit = budget[field]
      if (limit === undefined) return []
      const unit = field === 'usd' ? 0.01 : 1
      const more = Math.max(limit * 2, (spent[field] ?? 0) * 2, unit)
      return [[field, Number((Math.ceil(more / unit) * unit).toFixed(2))]]
    }),
  )
}

/** Limits as typed, empty ones left out; or the first that cannot be. */
export function readBudget(typed: Readonly<Record<string, string>>): Budget | { readonly wrong: BudgetField } {
  const budget: Record<string, number> = {}
  for (const field of budgetFields) {
    const text = typed[field]?.trim() ?? ''
    if (text === '') continue
    const value = Number(text)
    if (!Number.isFinite(value) || value < 0 || ((field === 'calls' || field === 'tokens') && !Number.isInteger(value)))
      return { wrong: field }
    budget[field] = value
  }
  return budget
}
