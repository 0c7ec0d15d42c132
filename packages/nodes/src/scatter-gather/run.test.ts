import type { Value } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PartOutcome } from '../pattern/json.ts'
import { expectSoundBody, flowAround, runPattern, type Says, systemOf } from '../pattern/testing.ts'
import { kit } from '../runners.ts'
import { inputOf } from '../testing.ts'
import { scatterGather } from './definition.ts'
import { consensus } from './pieces.ts'
import { runConsensus } from './run.ts'

const agents = ['a', 'b', 'c'].map((name) => ({ name, prompt: name }))
const saying =
  (answers: Record<string, Value>): Says =>
  (request, key) =>
    key.includes('judge')
      ? (answers.judge ?? { ranking: ['A', 'B', 'C'], reason: '' })
      : (answers[systemOf(request)] ?? 'fail')

test('first: a failure does not end the race', async () => {
  const { output, view } = await runPattern(scatterGather, 'x', { params: { agents }, says: saying({ c: 'here' }) })
  expect(view.status).toBe('completed')
  expect(output.result).toBe('here')
})

test('first: the first success wins although others are still at work, and they are stopped', async () => {
  const never = new Promise<Value>(() => {})
  const all = world({
    kit,
    answer: (request) => (systemOf(request) === 'b' ? 'quick' : never),
  })
  await all.start(flowAround(scatterGather, { agents }), 'x')
  const view = all.view()
  expect(view.status).toBe('completed')
  expect(view.output?.result).toBe('quick')
  expect(view.nodes['p/agent-1']?.status).toBe('cancelled')
  expect(view.nodes['p/agent-3']?.status).toBe('cancelled')
  expect(all.model.asked).toHaveLength(3)
})

test('first: if all fail the error has every reason', async () => {
  const { node } = await runPattern(scatterGather, 'x', { params: { agents }, says: () => 'fail' })
  expect(node?.error?.code).toBe('all-failed')
  for (const name of ['a: ', 'b: ', 'c: ']) expect(node?.error?.message).toContain(name)
})

test('an agent that takes too long has failed', async () => {
  const never = new Promise<Value>(() => {})
  const all = world({ kit, answer: (request) => (systemOf(request) === 'a' ? never : 'same') })
  await all.start(flowAround(scatterGather, { agents, strategy: 'consensus', timeoutMs: 50 }), 'x')
  expect(all.view().status).toBe('running')
  await all.clock.pass(60)
  expect(all.view().output?.result).toBe('same')
  expect(all.view().output?.agreement).toBeCloseTo(2 / 3)
})

test('best: the judge sees labels, no names, and its first choice is the result', async () => {
  const { output, requests, calls } = await runPattern(scatterGather, 'x', {
    params: { agents, strategy: 'best' },
    says: saying({ a: 'one', b: 'two', c: 'three', judge: { ranking: ['C', 'A', 'B'], reason: 'r' } }),
  })
  expect(output.result).toBe('three')
  expect(calls).toBe(4)
  expect(requests.at(-1)?.request.messages.at(-1)?.content).toContain(
    'Request:\nx\n\n---\n\nAnswer A:\none\n\n---\n\nAnswer B:\ntwo',
  )
})

test('best: who failed cannot win, a single answer needs no judge, and without a judge the first in order counts', async () => {
  const ranked = saying({ b: 'two', c: 'three', judge: { ranking: ['A', 'C', 'B'], reason: 'r' } })
  const params = { agents, strategy: 'best' }
  expect((await runPattern(scatterGather, 'x', { params, says: ranked })).output.result).toBe('three')
  const single = await runPattern(scatterGather, 'x', { params, says: saying({ b: 'two' }) })
  expect([single.output.result, single.calls]).toEqual(['two', 3])
  const judgeless = await runPattern(scatterGather, 'x', {
    params,
    says: saying({ a: 'one', b: 'two', judge: 'fail' }),
  })
  expect(judgeless.output.result).toBe('one')
})

const same = { agents, strategy: 'consensus' }
test('consensus: what more than half say, whatever the case and the full stop', async () => {
  const { output } = await runPattern(scatterGather, 'x', {
    params: same,
    says: saying({ a: 'Paris', b: 'paris.', c: 'Rome' }),
  })
  expect(output).toMatchObject({ result: 'Paris', agreement: 2 / 3 })
})

test('consensus: the quorum is of those asked, and without it the pattern fails or takes what most say', async () => {
  const split = saying({ a: 'Paris', b: 'Rome' })
  const failed = await runPattern(scatterGather, 'x', { params: same, says: split })
  expect(failed.node?.error?.code).toBe('no-consensus')
  const most = await runPattern(scatterGather, 'x', { params: { ...same, onNoConsensus: 'best' }, says: split })
  expect(most.output.result).toBe('Paris')
})

test('adding an agent that fails never makes a consensus', () => {
  const params = consensus.params.parse({ minAnswers: 1, quorum: 0.5, equivalence: 'canonical', onNoConsensus: 'fail' })
  const decide = (outcomes: readonly PartOutcome[]) =>
    runConsensus.inTurn?.(params as never, inputOf(outcomes as unknown as Value))?.type
  const answer = fc.constantFrom('x', 'y', 'z')
  fc.assert(
    fc.property(fc.array(answer, { minLength: 1, maxLength: 7 }), (answers) => {
      const outcomes = answers.map((value, i): PartOutcome => ({ name: String(i), status: 'ok', value }))
      const more: PartOutcome[] = [...outcomes, { name: 'late', status: 'failed', error: { code: 'x', message: 'x' } }]
      if (decide(outcomes) === 'failed') expect(decide(more)).toBe('failed')
    }),
  )
})

test('the inside is made of known kinds and ports', () => {
  for (const strategy of ['first', 'best', 'consensus']) expectSoundBody(scatterGather, { strategy })
})
