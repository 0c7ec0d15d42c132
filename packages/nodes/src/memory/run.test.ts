import type { Outcome, Value } from '@quorum/engine'
import { changeMemory, emptyMemory, type MemoryChange } from '@quorum/engine'
import { flowOf, world } from '@quorum/engine/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'
import { inputOf } from '../testing.ts'
import { memory } from './definition.ts'
import { runMemory } from './run.ts'

const remembered = (values: Record<string, Value>) => ({ ...emptyMemory, values })
const act = (params: Record<string, unknown>, value: Value = null, values: Record<string, Value> = {}): Outcome =>
  runMemory.inTurn?.(memory.params.parse(params), inputOf(value, { memory: remembered(values) })) as Outcome

test('it reads, writes, merges, fades', () => {
  expect(act({ action: 'read', key: 'a' }, null, { a: 1 })).toMatchObject({ ports: { out: 1 } })
  expect(act({ action: 'read', key: 'b', initial: 5 })).toMatchObject({ ports: { out: 5 } })
  expect(act({ action: 'read' }, null, { a: 1 })).toMatchObject({ ports: { out: { a: 1 } } })
  expect(act({ key: 'a', reducer: 'sum' }, 2, { a: 1 })).toMatchObject({ ports: { out: 3 } })
  expect(act({ key: 'a', reducer: 'append' }, 'y', { a: ['x'] })).toMatchObject({ ports: { out: ['x', 'y'] } })
  expect(act({ action: 'merge', reducer: 'max' }, { a: 3, b: 1 }, { a: 2 })).toMatchObject({
    ports: { out: { a: 3, b: 1 } },
  })
  expect(act({ action: 'decay', factor: 0.5, below: 0.3 }, null, { a: 1, b: { c: 0.5, d: 4 } })).toMatchObject({
    ports: { out: { a: 0.5, b: { d: 2 } } },
  })
})

test('what does not fit, is too large or is not there says so', () => {
  expect(act({ key: 'a', reducer: 'sum' }, 'x')).toMatchObject({ failure: { code: 'memory-type' } })
  expect(act({ key: 'a' }, 'x'.repeat(70_000))).toMatchObject({ failure: { code: 'memory-full' } })
  expect(act({ action: 'restore' })).toMatchObject({ failure: { code: 'no-checkpoint' } })
})

const change =
  (reducer: 'sum' | 'max' | 'min' | 'union') =>
  (value: number): MemoryChange => ({
    do: 'write',
    key: 'k',
    reducer,
    value,
  })
test.each(['sum', 'max', 'min', 'union'] as const)('%s gives the same in any order', (reducer) => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.infiniteStream(fc.nat()), (values, keys) => {
      const shuffled = values.map((value) => ({ value, by: keys.next().value })).sort((a, b) => a.by - b.by)
      const inOrder = changeMemory(emptyMemory, values.map(change(reducer)))
      expect(
        changeMemory(
          emptyMemory,
          shuffled.map(({ value }) => change(reducer)(value)),
        ),
      ).toEqual(inOrder)
    }),
  )
})

/** Three agents of different speed add their answer; then what they made is read in a text. */
const counting = flowOf(
  {
    q: 'input',
    ...Object.fromEntries(
      [1, 2, 3].flatMap((i) => [
        [`a${i}`, ['agent', { prompt: `${i}` }]],
        [`m${i}`, ['memory', { key: 'seen', reducer: 'union' }]],
      ]),
    ),
    all: ['join', { need: 'all' }],
    t: ['template', { text: '{{ memory.seen }}' }],
    out: 'output',
  },
  ['q>a1', 'q>a2', 'q>a3', 'a1>m1', 'a2>m2', 'a3>m3', 'm1>all', 'm2>all', 'm3>all', 'all>t', 't>out'],
)

test('siblings that write at different times make the same, and each run has its own', async () => {
  const outputs = new Set<string>()
  for (const delays of [
    [1, 2, 3],
    [3, 2, 1],
    [2, 3, 1],
  ]) {
    const w = world({
      kit,
      answer: ({ messages }) =>
        new Promise((resolve) => {
          const text = messages.at(-1)?.content ?? ''
          w.clock.at(w.clock.now() + (delays[Number(text) - 1] ?? 0) * 10, () => resolve(`answer ${text}`))
        }),
    })
    await w.start(counting, 'x')
    await w.start(counting, 'x', 's')
    await w.clock.pass(100)
    expect(w.view('s').output).toEqual(w.view().output)
    outputs.add(JSON.stringify(w.view().output))
  }
  expect(outputs.size).toBe(1)
  expect([...outputs][0]).toContain('answer 3')
})

test('a replay remembers what the first run did, and a restart at any moment changes nothing', async () => {
  const first = world({ kit, answer: ({ messages }) => `answer ${messages.at(-1)?.content}` })
  await first.start(counting, 'x')
  await first.start(counting, 'x', 's', { runId: 'r', keep: 'all', pins: {} })
  expect(first.view('s').output).toEqual(first.view().output)
  expect(first.model.asked).toHaveLength(3)
})

test('a checkpoint is gone back to, and an activity begins only while its milestone holds', async () => {
  const w = world({ kit })
  const flow = flowOf(
    {
      q: 'input',
      one: ['memory', { key: 'stage', value: 'draft' }],
      keep: ['memory', { action: 'checkpoint' }],
      two: ['memory', { key: 'stage', value: 'final' }],
      pause: ['wait', { ms: 10 }],
      back: ['memory', { action: 'restore' }],
      show: ['template', { text: '{{ memory.stage }}' }],
      out: 'output',
      late: ['guard', { enabledWhile: { all: [{ left: 'memory.stage', op: '=', right: 'final' }] } }],
      t: ['template', { text: 'seen {{ memory.stage }}' }, { parent: 'late' }],
      seen: ['output', { name: 'seen' }],
      never: ['guard', { enabledWhile: { all: [{ left: 'memory.stage', op: '=', right: 'nowhere' }] } }],
      n: ['template', { text: 'no' }, { parent: 'never' }],
      no: ['output', { name: 'no' }],
    },
    [
      'q>one',
      'one>keep',
      'keep>two',
      'two>pause',
      'pause>back',
      'back>show',
      'show>out',
      'q>late',
      'late>seen',
      'q>never',
      'never>no',
    ],
  )
  await w.start(flow, 'x')
  await w.clock.pass(10)
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: 'draft', seen: 'seen final' },
    nodes: { never: { status: 'skipped' } },
  })
})
