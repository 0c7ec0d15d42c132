import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLiveRedactor, createRedactor } from './redact.ts'

const secret = 'sk-"quoted"/+secret'

test('a secret is hidden in every form in which it may travel', () => {
  const redact = createRedactor([secret, null])
  for (const form of [
    secret,
    JSON.stringify({ secret }),
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    new URLSearchParams({ secret }).toString(),
    secret.replaceAll('"', '&quot;'),
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

test('a secret that comes in pieces is never shown, however it is cut, and nothing else is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 30 })),
      fc.constantFrom('', 'sk-', secret.slice(0, 9)),
      (cuts, end) => {
        const shown: string[] = []
        const stream = createLiveRedactor([secret]).stream((text) => shown.push(text))
        const whole = `So the key is ${secret}, or was it sk-"quot? ${secret}${end}`
        let at = 0
        for (const cut of [...cuts, whole.length]) {
          stream.push(whole.slice(at, at + cut))
          at += cut
        }
        stream.end()
        expect(shown.join('')).toBe(`So the key is [hidden], or was it sk-"quot? [hidden]${end}`)
      },
    ),
  )
})
