import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf } from '../pattern/testing.ts'
import { assemblyLine } from './definition.ts'

const stages = ['a', 'b', 'c'].map((name) => ({ name, prompt: name }))
const chain: Says = (request) => `${request.messages.at(-1)?.content}${systemOf(request)}`

test('every item goes through every stage, in order: items × stages calls', async () => {
  const { output, calls } = await runPattern(assemblyLine, ['1', '2', '3', '4'], { params: { stages }, says: chain })
  expect(output).toEqual({ stream: ['1abc', '2abc', '3abc', '4abc'], dropped: [] })
  expect(calls).toBe(12)
})

test('an item that fails is dropped, and the others go on; or the line stops', async () => {
  const says: Says = (request, key) => (request.messages.at(-1)?.content === '2a' ? 'fail' : chain(request, key))
  const { output } = await runPattern(assemblyLine, ['1', '2', '3'], { params: { stages }, says })
  expect(output.stream).toEqual(['1abc', '3abc'])
  expect(output.dropped).toMatchObject([{ index: 1, status: 'failed' }])
  const stopped = await runPattern(assemblyLine, ['1', '2', '3'], { params: { stages, onItemError: 'stop' }, says })
  expect(stopped.view.status).toBe('failed')
})

test('a stage never works on more items than it has lanes, the line holds no more than it may, and order is kept', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 15 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 4 }),
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 10 }),
      async (items, lanes, buffer, delays) => {
        const busy: Record<string, number> = {}
        const order: Record<string, string[]> = {}
        let at = 0
        const says: Says = async (request, key) => {
          const stage = systemOf(request)
          busy[stage] = (busy[stage] ?? 0) + 1
          expect(busy[stage]).toBeLessThanOrEqual(lanes)
          order[stage] = [...(order[stage] ?? []), String(request.messages.at(-1)?.content).replace(/\D/g, '')]
          for (let i = delays[at++ % delays.length] ?? 0; i > 0; i--) await Promise.resolve()
          busy[stage]--
          return chain(request, key) ?? ''
        }
        const list = Array.from({ length: items }, (_, i) => String(i))
        const { output } = await runPattern(assemblyLine, list, { params: { stages, lanes, buffer }, says })
        expect(output.stream).toEqual(list.map((item) => `${item}abc`))
        if (lanes === 1) for (const stage of ['a', 'b', 'c']) expect(order[stage]).toEqual(list)
      },
    ),
    { numRuns: 20 },
  ))

test('the inside is made of known kinds and ports', () => expectSoundBody(assemblyLine, {}))
