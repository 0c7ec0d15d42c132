import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, textOfRequest } from '../pattern/testing.ts'
import { mixtureOfAgents } from './definition.ts'

const proposing: Says = (_, key) => {
  const [, layer, member] = /agent-(\d)-(\d)/.exec(key) ?? []
  return layer === undefined ? 'the answer' : `proposal ${layer}.${member}`
}

test.each([
  [3, 4],
  [2, 2],
])('%i layers of %i make the calls of the formula', async (layers, width) => {
  const proposers = Array.from({ length: width }, (_, i) => ({ name: `p${i}`, prompt: '' }))
  const { output, calls } = await runPattern(mixtureOfAgents, 'x', { params: { layers, proposers }, says: proposing })
  expect(calls).toBe(width * (layers - 1) + 1)
  expect(calls).toBe(mixtureOfAgents.calls?.(mixtureOfAgents.params.parse({ layers, proposers })))
  expect(output.answer).toBe('the answer')
  expect(output.layers).toHaveLength(layers - 1)
})

test('each layer sees all answers of the one before and no others, once that one has settled', async () => {
  const { requests } = await runPattern(mixtureOfAgents, 'x', { says: proposing })
  const seen = requests.map(({ request }) =>
    [...textOfRequest(request).matchAll(/proposal \d\.\d/g)].map(([found]) => found),
  )
  expect(seen.slice(0, 4).flat()).toEqual([])
  for (const list of seen.slice(4, 8)) expect(list).toEqual([1, 2, 3, 4].map((n) => `proposal 1.${n}`))
  expect(seen[8]).toEqual([1, 2, 3, 4].map((n) => `proposal 2.${n}`))
})

test('a layer needs one answer; those that failed are left out', async () => {
  const some = await runPattern(mixtureOfAgents, 'x', {
    says: (request, key) => (/agent-1-[234]/.test(key) ? 'fail' : proposing(request, key)),
  })
  expect(some.output.answer).toBe('the answer')
  const none = await runPattern(mixtureOfAgents, 'x', { says: (_, key) => (key.includes('agent-2') ? 'fail' : 'x') })
  expect(none.node?.error).toMatchObject({ code: 'all-failed', message: expect.stringContaining('layer 2') })
})

test('no name reaches the next layer', async () => {
  const { requests } = await runPattern(mixtureOfAgents, 'x', { says: proposing })
  expect(textOfRequest(requests[8]?.request as never)).not.toMatch(/Analyst|Inventor/)
})

test('the inside is made of known kinds and ports', () => expectSoundBody(mixtureOfAgents, {}))
