import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { fakeClock } from '../testing/fakeClock.ts'
import { memoryStore } from '../testing/memoryStore.ts'
import { flowOf, world } from '../testing/world.ts'
import { textOf, textStart, type Value } from '../value.ts'
import { tooHeavy, weigh } from '../weigh.ts'
import { Unwritable } from './backend.ts'

const nested = (levels: number): Value => {
  let value: Value = 1
  for (let level = 0; level < levels; level++) value = [value]
  return value
}
const told = flowOf({ a: 'askObject', out: 'output' }, ['a>out'])
const answering = (object: Value) => ({ answer: () => object })

test('a value is weighed by what it comes to when written down, in the time of what is there once', () => {
  expect(weigh({ a: ['xyz', 1, null] })).toEqual({ chars: 33, levels: 2 })
  expect(weigh('x')).toEqual({ chars: 3, levels: 0 })
  let laughs: Value = 'ha'.repeat(1_000)
  for (let doubled = 0; doubled < 60; doubled++) laughs = [laughs, laughs]
  expect(weigh(laughs)?.chars).toBeGreaterThan(2 ** 60)
  expect(weigh(nested(limits.valueLevels))?.levels).toBe(limits.valueLevels)
  expect(weigh(nested(limits.valueLevels + 1))).toBeNull()
  // A large part that was weighed before counts with its levels.
  const large = [nested(limits.valueLevels - 1), 'x'.repeat(2_000)]
  expect(weigh(large)?.levels).toBe(limits.valueLevels)
  expect(weigh([large])).toBeNull()
})

test('the beginning of a text is that of the whole text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(80), (value, chars) => {
      expect(textStart(value, chars)).toBe(textOf(value).slice(0, chars))
    }),
  )
})

test('what one call brings, and what is gathered from many, has a limit each', () => {
  expect(tooHeavy('x'.repeat(limits.valueBytes - 2))).toBeNull()
  expect(tooHeavy('x'.repeat(limits.valueBytes - 1))?.message).toMatch(/more than 8 MB/)
  expect(tooHeavy(['x'.repeat(limits.gatheredBytes - 5)], limits.gatheredBytes)).toBeNull()
  expect(tooHeavy(['x'.repeat(limits.gatheredBytes - 4)], limits.gatheredBytes)?.message).toMatch(/more than 64 MB/)
})

test.each([limits.valueLevels - 5, limits.valueLevels + 1, 100_000])(
  'an answer that is nested %i deep is taken, or fails its step and nothing else',
  async (levels) => {
    const w = world(answering(nested(levels)))
    await w.start(told, null, 'a')
    await w.start(flowOf({ p: 'pass', out: 'output' }, ['p>out']), 7, 'b')
    expect(w.view('b').status).toBe('completed')
    const { status, error } = w.view('a')
    expect(w.bugs).toEqual([])
    if (levels < limits.valueLevels) expect(status).toBe('completed')
    else expect([status, error]).toEqual(['failed', expect.objectContaining({ code: 'too-large', nodeId: 'a' })])
  },
)

test('a drawing that doubles what it was given, again and again, fails where it becomes too much', async () => {
  const doublings = 40
  const nodes: Parameters<typeof flowOf>[0] = { a: 'ask', out: 'output' }
  const edges: string[] = []
  for (let n = 0; n < doublings; n++) {
    nodes[`j${n}`] = 'through'
    const from = n === 0 ? 'a' : `j${n - 1}`
    nodes[`l${n}`] = 'through'
    nodes[`r${n}`] = 'through'
    edges.push(`${from}>l${n}`, `${from}>r${n}`, `l${n}>j${n}`, `r${n}>j${n}`)
  }
  const w = world({ answer: () => 'x'.repeat(100_000) })
  await w.start(flowOf(nodes, [...edges, `j${doublings - 1}>out`]))
  expect(w.bugs).toEqual([])
  expect(w.view()).toMatchObject({ status: 'failed', error: { code: 'too-large' } })
})

test('a run of which something cannot be written ends with that, also after a restart; the others go on', async () => {
  const store = memoryStore()
  let bad = true
  const through = (inner: typeof store) => ({
    ...inner,
    commit(batch: Parameters<typeof store.commit>[0]) {
      for (const { runId, events } of batch)
        if (bad && runId === 'a' && events.some(({ type }) => type === 'step.completed'))
          throw new Unwritable(runId, new RangeError('too long'))
      store.commit(batch)
    },
  })
  const stalls: unknown[] = []
  const w = world({ store, through, answer: async () => 'ok', onStall: (error) => stalls.push(error) })
  const asking = flowOf({ a: 'ask', b: 'ask', out: 'output' }, ['a>b', 'b>out'])
  await w.start(asking, null, 'a')
  await w.start(asking, null, 'b')
  await w.clock.settle()
  expect(w.view('b').status).toBe('completed')
  expect(w.view('a')).toMatchObject({ status: 'failed', error: { code: 'internal' } })
  expect(w.log('a').at(-1)).toMatchObject({ type: 'run.ended', status: 'failed' })
  expect(stalls).toEqual([])
  expect(w.bugs).toHaveLength(1)
  bad = false
  const after = world({ store, clock: fakeClock() })
  after.host.resumeAll()
  await after.clock.settle()
  expect(after.host.active()).toBe(0)
  expect(after.view('a').status).toBe('failed')
})

test('a run over which the engine itself stumbles ends with that', async () => {
  const w = world({ answer: async () => 'ok' })
  await w.start(flowOf({ a: 'ask', odd: 'stumble', out: 'output' }, ['a>odd', 'odd>out']), null, 'a')
  await w.start(flowOf({ a: 'ask', out: 'output' }, ['a>out']), null, 'b')
  await w.clock.settle()
  expect(w.view('a')).toMatchObject({ status: 'failed', error: { code: 'internal' } })
  expect(w.view('b').status).toBe('completed')
  expect(w.bugs).toHaveLength(1)
})
