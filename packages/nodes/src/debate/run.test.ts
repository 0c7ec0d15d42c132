import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, textOfRequest } from '../pattern/testing.ts'
import { debate } from './definition.ts'

const speaking: Says = (_, key) => {
  const [, round, side] = /agent-(\d)-(\d)/.exec(key) ?? []
  return round === undefined ? 'the verdict' : `speech ${round}.${side}`
}

test.each([
  [2, 2],
  [3, 0],
])('%i debaters with %i rounds of reply make the calls of the formula', async (n, rounds) => {
  const debaters = Array.from({ length: n }, (_, i) => ({ name: `d${i}`, prompt: '' }))
  const { output, calls } = await runPattern(debate, 'q', { params: { debaters, rounds }, says: speaking })
  expect(calls).toBe(n * (rounds + 1) + 1)
  expect(calls).toBe(debate.calls?.(debate.params.parse({ debaters, rounds })))
  expect(output.verdict).toBe('the verdict')
  expect(output.transcript).toHaveLength(n * (rounds + 1))
})

test('a round sees all rounds before it and nothing of its own', async () => {
  const { requests } = await runPattern(debate, 'the question', { says: speaking })
  for (const { request, key } of requests) {
    const round = Number(/agent-(\d)/.exec(key)?.[1] ?? 4)
    const seen = new Set([...textOfRequest(request).matchAll(/speech (\d)/g)].map(([, n]) => Number(n)))
    expect([...seen].sort()).toEqual([1, 2, 3].filter((n) => n < round))
    expect(textOfRequest(request)).toContain('the question')
  }
})

test('a missing turn is no reply, and the debate goes on', async () => {
  const { output, view, requests } = await runPattern(debate, 'q', {
    says: (request, key) => (key.includes('agent-2-1') ? 'fail' : speaking(request, key)),
  })
  expect(view.status).toBe('completed')
  expect(output.transcript).toContainEqual({ round: 1, name: 'For', text: null })
  expect(textOfRequest(requests.at(-1)?.request as never)).toContain('For, reply 1:\nNo reply.')
})

test('a round in which nobody speaks fails the debate, and so does a judge who does not decide', async () => {
  const silent = await runPattern(debate, 'q', { says: (_, key) => (key.includes('agent-2') ? 'fail' : 'x') })
  expect(silent.node?.error?.code).toBe('all-failed')
  const judgeless = await runPattern(debate, 'q', { says: (_, key) => (key.includes('judge') ? 'fail' : 'x') })
  expect(judgeless.view.status).toBe('failed')
})

test('the inside is made of known kinds and ports', () => {
  expectSoundBody(debate, {})
  expectSoundBody(debate, { rounds: 0 })
})
