import { flowOf, world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'

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
