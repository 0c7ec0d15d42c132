import { idleNode } from '@quorum/engine'
import { describe, expect, it } from 'vitest'
import { nodeStatus, nodeWord, stateWords } from './nodeWords.ts'

describe('how a step stands, in words', () => {
  it('names the steps a join still waits for', () => {
    const since = '2026-01-01T00:00:00.000Z'
    const waiting = ['security', 'quality', 'quality'].map((from) => ({
      from,
      port: 'in',
      state: 'running' as const,
      since,
      until: null,
    }))
    expect(stateWords({ ...idleNode, status: 'waiting', waiting })).toBe(', waits for security, quality')
  })

  it('tells the round from the second on', () => {
    expect(stateWords({ ...idleNode, status: 'completed', round: 1 })).toBe(', done')
    expect(stateWords({ ...idleNode, status: 'completed', round: 2 })).toBe(', round 2, done')
    expect(stateWords(idleNode)).toBe('')
  })

  it('tells a result that was kept, and a step that was never reached', () => {
    const kept = { ...idleNode, status: 'completed', kept: true } as const
    expect(nodeWord(kept, 'completed', 'Working', undefined)).toBe('Kept result')
    expect(stateWords(kept)).toBe(', kept result')
    expect(
      nodeWord({ ...idleNode, status: 'queued' }, nodeStatus({ ...idleNode, status: 'queued' }, true), '', 1),
    ).toBe('Not reached')
  })
})
