import { describe, expect, it } from 'vitest'
import { waitingWords } from './waitingWords.ts'

const at = (time: string): string => new Date(`2026-01-01T${time}`).toISOString()
const now = Date.parse(at('10:00:00'))

describe('why a run waits', () => {
  it('says for whom, since when and until when', () => {
    const { who, when } = waitingWords(
      { kind: 'approval', since: at('09:59:00'), deadline: at('18:00:00') },
      'Check',
      now,
    )
    expect(who).toBe('Check waits for you')
    expect(when).toMatch(/^since .*59.*, at most until .*00/)
  })

  it('says how long a pause still lasts', () => {
    const pause = { kind: 'time', since: at('09:59:00'), deadline: at('10:00:12') } as const
    expect(waitingWords(pause, 'Pause', now).when).toMatch(/^until .*, 12 s left$/)
    expect(waitingWords(pause, 'Pause', now + 60_000).when).not.toContain('left')
  })

  it('knows waits without an end', () => {
    const { who, when } = waitingWords({ kind: 'signal', since: at('09:00:00'), deadline: null }, 'Hook', now)
    expect(who).toBe('Hook waits for a signal')
    expect(when).not.toContain('until')
  })
})
