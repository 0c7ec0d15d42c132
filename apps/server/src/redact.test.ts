import { expect, test } from 'vitest'
import { createRedactor } from './redact.ts'

const secret = 'sk-"quoted"/+secret'

test('a secret is hidden in every form in which it may travel', () => {
  const redact = createRedactor([secret, null])
  for (const form of [
    secret,
    JSON.stringify({ secret }),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64url'),
  ]) {
    const shown = redact(`before ${form} after`)
    expect(shown).toContain('[hidden]')
    expect(shown).toMatch(/^before .*after$/)
    expect(shown).not.toContain('quoted')
  }
})

test('short values are not taken for secrets', () => {
  expect(createRedactor(['abc'])('abc def')).toBe('abc def')
})
