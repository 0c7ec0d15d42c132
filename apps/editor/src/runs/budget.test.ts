import { idleNode } from '@quorum/engine'
import { describe, expect, it } from 'vitest'
import { raised, readBudget, spentOf } from './budget.ts'

const spent = spentOf({ ...idleNode.usage, calls: 9, inputTokens: 700, outputTokens: 300, usd: 0.012 }, 5_000)

describe('raising a budget', () => {
  it('doubles each limit that there was, and adds none', () => {
    expect(raised({ calls: 10, tokens: 4_000 }, spent)).toEqual({ calls: 20, tokens: 8_000 })
  })

  it('goes above what was spent, even from a limit of nothing', () => {
    expect(raised({ calls: 0 }, spent)).toEqual({ calls: 18 })
    expect(raised({ calls: 0 }, { ...spent, calls: 0 })).toEqual({ calls: 1 })
  })

  it('rounds money to cents', () => {
    expect(raised({ usd: 0.013 }, spent)).toEqual({ usd: 0.03 })
  })

  it('reads what was typed; empty is no limit', () => {
    expect(readBudget({ calls: '20', tokens: ' ' })).toEqual({ calls: 20 })
    expect(readBudget({ calls: '2.5' })).toEqual({ wrong: 'calls' })
    expect(readBudget({ usd: '-1' })).toEqual({ wrong: 'usd' })
    expect(readBudget({ usd: '0.5' })).toEqual({ usd: 0.5 })
    expect(readBudget({ tokens: 'many' })).toEqual({ wrong: 'tokens' })
  })
})
