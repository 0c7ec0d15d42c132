import { noUsage } from '@quorum/engine'
import { describe, expect, it } from 'vitest'
import { ago, cost, duration } from './figures.ts'

describe('figures', () => {
  it.each([
    [0, '0 ms'],
    [949, '949 ms'],
    [1_200, '1.2 s'],
    [12_400, '12 s'],
    [59_900, '1 min'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ])('say %d ms as %s', (ms, words) => expect(duration(ms)).toBe(words))

  it('never guess a price', () => {
    expect(cost({ ...noUsage, calls: 2, usd: null })).toBe('cost unknown')
    expect(cost({ ...noUsage, calls: 2, simulated: true })).toBe('Practice answers')
    expect(cost({ ...noUsage, calls: 2, usd: 0.0004 })).toBe('< $0.01')
    expect(cost({ ...noUsage, calls: 2, usd: 1.5 })).toBe('$1.50')
    expect(cost(noUsage)).toBe('')
  })

  it('say how long ago in plain words', () => {
    const now = Date.parse('2026-01-02T12:00:00Z')
    expect(ago('2026-01-02T11:59:50Z', now)).toBe('just now')
    expect(ago('2026-01-02T11:55:00Z', now)).toBe('5 minutes ago')
    expect(ago('2026-01-01T12:00:00Z', now)).toBe('yesterday')
  })
})
