import type { RunEvent } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromChunk, toChunks } from './chunk.ts'
import { mayHold, newPathFilter, pathKey } from './pathFilter.ts'

const path = fc
  .array(fc.tuple(fc.constantFrom('p', 'council', 'w'), fc.constantFrom('', '[7]', '[12]', '#2', '#3.1')), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.map((part) => part.join('')).join('/'))

test('what was put in comes out, whatever its size, with large values stored once', () => {
  // Large ones are rare, or the text of a case has hundreds of MB.
  const value = fc.oneof(
    { weight: 18, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.constant('x'.repeat(40_000)) },
    { weight: 1, arbitrary: fc.constant({ deep: 'y'.repeat(33_000) }) },
  )
  const body = fc.record({ path, ports: fc.dictionary(fc.constantFrom('out', 'a b', 'record'), value), input: value })
  fc.assert(
    fc.property(fc.array(body, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (bodies, times) => {
      const events = Array.from({ length: times }, () => bodies)
        .flat()
        .map((it, i) => ({ seq: i + 5, at: 1, type: 'node.completed', node: 'n', ...it }) as unknown as RunEvent)
      const chunks = toChunks(events, (text) => text)
      const blobs = new Map(chunks.flatMap(({ large }) => [...large]))
      const back = chunks.flatMap(({ large, body }) =>
        fromChunk({ blobs: large.size > 0 ? '' : null, body }, (hash) => blobs.get(hash) ?? ''),
      )
      // As text: to compare thousands of values one by one takes seconds.
      expect(JSON.stringify(back) === JSON.stringify(events)).toBe(true)
      expect(chunks.map(({ firstSeq }) => firstSeq)[0]).toBe(5)
      expect(blobs.size).toBeLessThanOrEqual(2)
    }),
    { numRuns: 25 },
  )
})

test('a filter finds every path it was given and all they lie in, and seldom more', () => {
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 100 }), (paths) => {
      const filter = newPathFilter(paths.length)
      for (const one of paths) filter.add(one)
      for (const one of paths) {
        expect(mayHold(filter.bytes, pathKey(one))).toBe(true)
        for (const [at, char] of [...one].entries())
          if ('/[#'.includes(char)) expect(mayHold(filter.bytes, pathKey(one.slice(0, at + 1)))).toBe(true)
      }
    }),
  )
  const filter = newPathFilter(1_000)
  for (let index = 0; index < 1_000; index++) filter.add(`p[${index}]/w`)
  let wrong = 0
  for (let index = 1_000; index < 11_000; index++) if (mayHold(filter.bytes, pathKey(`p[${index}]/w`))) wrong++
  expect(wrong).toBeLessThan(300)
})
