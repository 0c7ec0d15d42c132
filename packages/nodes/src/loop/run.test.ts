import { flowOf, world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'
import { loop } from './definition.ts'

const flow = (params: Record<string, unknown>, edges: readonly string[] = ['q>l', 'l>out']) =>
  flowOf(
    {
      q: ['input', { fields: [{ name: 'text', type: 'text' }] }],
      l: ['loop', params],
      t: ['template', { text: '{{ state }}!' }, { parent: 'l' }],
      out: 'output',
    },
    edges,
  )

async function ended(params: Record<string, unknown>, edges?: readonly string[]) {
  const w = world({ kit })
  await w.start(flow(params, edges), { text: 'hi' })
  return w.view()
}

test('it repeats so often, each round on what the last one made', async () => {
  expect(await ended({ mode: 'times', times: 3 })).toMatchObject({ output: { result: 'hi!!!' } })
  expect(await ended({ mode: 'times', times: 0 })).toMatchObject({ output: { result: { text: 'hi' } } })
})

test('until is asked after a round, while before it', async () => {
  const when = { all: [{ left: 'round', op: '>=', right: 2 }] }
  expect(await ended({ mode: 'until', when })).toMatchObject({ output: { result: 'hi!!' } })
  const atMost = { all: [{ left: 'round', op: '<=', right: 2 }] }
  expect(await ended({ mode: 'while', when: atMost })).toMatchObject({ output: { result: 'hi!!' } })
})

test('at its limit the state leaves by the limit port, or the loop fails', async () => {
  const never = { mode: 'until', when: 'false', maxIterations: 4 }
  expect(await ended(never, ['q>l', 'l.limit>out'])).toMatchObject({ output: { result: 'hi!!!!' } })
  expect(await ended(never)).toMatchObject({ status: 'failed', error: { code: 'max-iterations' } })
})

const body = (text: string) =>
  flowOf(
    {
      q: ['input', { fields: [{ name: 'n', type: 'number' }] }],
      l: ['loop', { mode: 'times', times: 5, stopWhenStill: true }],
      t: ['template', { text }, { parent: 'l' }],
      out: 'output',
    },
    ['q>l', 'l>out'],
  )

test('a round that changes nothing is the last one, if the loop stops when nothing changes', async () => {
  const w = world({ kit })
  await w.start(body('the same'), { n: 1 })
  // Round 1 makes a text of the input, round 2 the very same text.
  expect(w.view()).toMatchObject({ status: 'completed', output: { result: 'the same' }, nodes: { l: { round: 2 } } })
  const other = world({ kit })
  await other.start(body('{{ round }}'), { n: 1 })
  expect(other.view()).toMatchObject({ output: { result: '5' }, nodes: { l: { round: 5 } } })
})

test('a loop in a pool and a loop in a loop begin anew for each item and each outer round', async () => {
  const flow = flowOf(
    {
      q: 'input',
      a: ['template', { text: 'a' }],
      b: ['template', { text: 'b' }],
      both: 'join',
      p: ['pool', { concurrency: 3 }],
      outer: ['loop', { times: 2 }, { parent: 'p' }],
      inner: ['loop', { times: 3 }, { parent: 'outer' }],
      t: ['template', { text: '{{ state }}{{ round }}' }, { parent: 'inner' }],
      out: 'output',
    },
    ['q>a', 'q>b', 'a>both', 'b>both', 'both>p', 'p.results>out'],
  )
  const w = world({ kit })
  await w.start(flow, {})
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: ['a123123', 'b123123'] },
    nodes: { t: { counts: { completed: 12 } } },
  })
})

test('ten thousand rounds, of the ten million a loop may be asked for, are run', async () => {
  const params = loop.params.parse({ mode: 'times', times: 10_000_000 })
  expect(loop.loop?.(params).again({ state: null, round: 10_000_000, names: {}, still: () => false })).toBe('next')
  expect(loop.loop?.(params).again({ state: null, round: 10_000_001, names: {}, still: () => false })).toBe('done')
  const w = world({ kit })
  const flow = flowOf(
    {
      q: ['input', {}],
      l: ['loop', { times: 10_000 }],
      t: ['template', { text: '{{ round }}' }, { parent: 'l' }],
      out: 'output',
    },
    ['q>l', 'l>out'],
  )
  await w.start(flow, {})
  for (let turn = 0; turn < 200 && w.view().status === 'running'; turn++) await w.clock.pass(1)
  expect(w.view().output).toEqual({ result: '10000' })
})
