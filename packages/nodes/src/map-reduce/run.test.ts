import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, textOfRequest } from '../pattern/testing.ts'
import { mapReduce } from './definition.ts'
import { chunksOf } from './run.ts'

const items = (n: number) => Array.from({ length: n }, (_, i) => `item${i}`)
const maps = (key: string) => key.includes('/map[')
/** Maps to the items it saw and reduces to all items of its notes: associative, so a tree must give the same. */
const collecting: Says = (request) => (textOfRequest(request).match(/item\d+/g) ?? []).join(' ')
const run = (n: number, params: Record<string, unknown> = {}, says: Says = collecting) =>
  runPattern(mapReduce, items(n), { params: { chunkSize: 2, ...params }, says })

test('chunks put together are the list; all are full but the last', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (list, size) => {
      const chunks = chunksOf(list, size)
      expect(chunks.flat()).toEqual(list)
      expect(chunks).toHaveLength(Math.ceil(list.length / size))
      for (const chunk of chunks.slice(0, -1)) expect(chunk).toHaveLength(size)
    }),
  )
})

test('a call per chunk and one to reduce, which begins after the last chunk has settled', async () => {
  const { output, requests } = await run(5)
  expect(output).toMatchObject({ result: items(5).join(' '), coverage: 1 })
  expect(requests.map(({ key }) => maps(key))).toEqual([true, true, true, false])
})

test.each([
  [4, 1],
  [9, 2 + 1],
  [16, 2 + 1],
  [40, 5 + 2 + 1],
])('a tree over %i items makes the calls of its inner nodes and the same result', async (n, reduces) => {
  const { output, calls } = await run(n, { reduceBy: 'tree', fanIn: 4, chunkSize: 2 })
  const chunks = Math.ceil(n / 2)
  expect(calls).toBe(chunks + reduces)
  expect(output.result).toBe((await run(n, { reduceBy: 'single' })).output.result)
})

test('an empty list gives the empty result without a call', async () => {
  const { output, calls, view } = await run(0, { emptyResult: 'nothing' })
  expect(view.status).toBe('completed')
  expect(output).toEqual({ result: 'nothing', coverage: 1, mapped: [] })
  expect(calls).toBe(0)
})

const failingChunk: Says = (request, key) => (key.includes('/map[1]') ? 'fail' : collecting(request, key))

test('a failed chunk lowers the coverage, below the wanted share the pattern fails', async () => {
  const { view, node, output } = await run(6, {}, failingChunk)
  expect(view.status).toBe('failed')
  expect(node?.error).toMatchObject({ code: 'coverage', message: expect.stringContaining('4 of 6') })
  expect(output.coverage).toBeUndefined()
})

test('with less asked for it goes on, and the reducer is told what is missing', async () => {
  const { output, requests } = await run(6, { minCoverage: 0.6 }, failingChunk)
  expect(output.coverage).toBeCloseTo(4 / 6)
  expect(output.mapped).toMatchObject([{ status: 'ok' }, { status: 'failed' }, { status: 'ok' }])
  expect(textOfRequest(requests.at(-1)?.request as never)).toContain('4 of 6 items')
})

test('a reducer that fails fails the pattern instead of leaving it hanging', async () => {
  const { view } = await run(4, {}, (request, key) => (maps(key) ? collecting(request, key) : 'fail'))
  expect(view.status).toBe('failed')
})

test('something that is no list is refused in words', async () => {
  const { node } = await runPattern(mapReduce, 'text', {})
  expect(node?.error?.code).toBe('not-a-list')
})

test('the inside is made of known kinds and ports', () => expectSoundBody(mapReduce, {}))
