import { type Flow, Flow as FlowSchema, type Value } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'

const flow = (params: object): Flow =>
  FlowSchema.parse({
    format: 'quorum.flow/1',
    name: 'Vote',
    nodes: [
      { id: 'in', kind: 'input', params: {} },
      { id: 'v', kind: 'adaptive-vote', params },
      { id: 'a', kind: 'agent', parent: 'v', params: { prompt: '{{ input }} {{ index }}' }, policy: { attempts: 1 } },
      { id: 'out', kind: 'output', params: { name: 'answer' } },
      { id: 'none', kind: 'output', params: { name: 'undecided' } },
    ],
    edges: [
      { id: '1', source: 'in', target: 'v' },
      { id: '2', source: 'v', target: 'out' },
      { id: '3', source: 'v', sourcePort: 'undecided', target: 'none' },
    ],
  })

/** Sample n says letter n; `-` fails, `x` waits for ever. */
async function vote(said: string, params: object = {}) {
  const all = world({
    kit,
    answer: ({ messages }): Value | Promise<Value> => {
      const at = Number(messages.at(-1)?.content.split(' ').at(-1))
      const letter = said[at] ?? 'z'
      return letter === 'x' ? new Promise<Value>(() => {}) : letter === '-' ? 'fail' : letter
    },
  })
  await all.start(flow(params), 'q')
  return { all, view: all.view(), calls: all.model.asked.length }
}

test('it asks k at once and is done when all agree', async () => {
  const { view, calls } = await vote('AAA')
  expect(view.output).toEqual({ answer: 'A' })
  expect(calls).toBe(3)
  expect(view.nodes.v?.tally).toEqual({ A: 3 })
})

test('every dissent costs one more vote for each side', async () => {
  const { view, calls } = await vote('AABAA')
  expect(view.output).toEqual({ answer: 'A' })
  expect(calls).toBe(5)
  expect(view.nodes.v?.detail).toMatchObject({ rule: 'aheadByK', winner: 'A', samples: 5, ballots: { valid: 5 } })
})

test('a failed sample is replaced and is no vote', async () => {
  const { view, calls } = await vote('A-AA')
  expect(view.output).toEqual({ answer: 'A' })
  expect(calls).toBe(4)
  expect(view.nodes.v?.detail).toMatchObject({ flagged: { failed: 1 } })
})

test('at the cap it is undecided, with the tally', async () => {
  const { view } = await vote('ABABAB', { maxVotes: 6 })
  expect(view.output?.undecided).toMatchObject({ reason: 'undecided', tally: { winner: null } })
  const { view: mute } = await vote('----------', { maxFlagged: 3 })
  expect(mute.output?.undecided).toMatchObject({ reason: 'no-valid-response' })
})

test('most of five stops when nobody can catch up; one by one asks no more than it needs', async () => {
  expect(await vote('AAABB', { rule: 'most', maxVotes: 5 })).toMatchObject({ calls: 3 })
  expect(await vote('ABAAB', { rule: 'most', maxVotes: 5, dispatch: 'one' })).toMatchObject({ calls: 4 })
})

test('the tally fills while a wave is out', async () => {
  const { view } = await vote('AxB')
  expect(view.status).toBe('running')
  expect(view.nodes.v?.tally).toEqual({ A: 1, B: 1 })
  expect(view.nodes.v?.progress).toEqual({ done: 2, total: 3 })
})
