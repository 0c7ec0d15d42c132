import { expect, test } from 'vitest'
import { contextOf, inputOf } from '../testing.ts'
import { branch } from './definition.ts'
import { runBranch } from './run.ts'

const cases = [
  { id: 'high', label: 'High', when: { left: 'input.score', op: '>=', right: 8 } },
  { id: 'some', label: 'Some', when: 'input.score >= 3' },
]
const node = { id: 'b', kind: 'branch', position: { x: 0, y: 0 }, params: {} }
const send = (params: Record<string, unknown>, score: number) =>
  runBranch.inTurn?.(branch.params.parse({ cases, ...params }), inputOf({ score }))

test('the first case that holds gets the value; the others get nothing', () => {
  expect(send({}, 9)).toEqual({ type: 'completed', ports: { high: { score: 9 } }, record: { taken: ['high'] } })
  expect(send({}, 5)).toMatchObject({ ports: { some: { score: 5 } } })
})

test('with “many” every case that holds gets it', () => {
  expect(send({ mode: 'many' }, 9)).toMatchObject({ ports: { high: { score: 9 }, some: { score: 9 } } })
})

test('what fits no case leaves by “else”', () => {
  expect(send({}, 1)).toEqual({ type: 'completed', ports: { else: { score: 1 } }, record: { taken: ['else'] } })
})

test('a missing name fails the node', () => {
  const outcome = runBranch.inTurn?.(branch.params.parse({ cases }), inputOf({}))
  expect(outcome).toMatchObject({ type: 'failed', failure: { code: 'missing-value' } })
})

const classified = (params: Record<string, unknown>, answers: Parameters<typeof contextOf>[0]) => {
  const context = contextOf(answers)
  const parsed = branch.params.parse({
    cases: [{ id: 'bug', label: 'A fault' }, { id: 'wish' }],
    classifier: { instructions: 'Sort.' },
    ...params,
  })
  expect(runBranch.inTurn?.(parsed, inputOf('It crashes'))).toBeNull()
  return { outcome: runBranch.task?.(context.ctx, parsed, inputOf('It crashes')), asked: context.asked }
}

test('a classifier picks the case, by id or label, whatever it puts around it', async () => {
  for (const answer of ['bug', '“Bug”.', 'A fault', '**bug**: it crashes']) {
    const { outcome } = classified({}, [answer])
    expect(await outcome).toEqual({ type: 'completed', ports: { bug: 'It crashes' }, record: { taken: ['bug'] } })
  }
  const { outcome, asked } = classified({}, ['wish'])
  await outcome
  expect(asked[0]?.request).toMatchObject({ role: 'classifier' })
  expect(asked[0]?.request.messages[0]?.content).toContain('- bug: A fault')
})

test('a classifier may pick several, or none', async () => {
  expect(await classified({ mode: 'many' }, ['wish, bug']).outcome).toMatchObject({
    ports: { bug: 'It crashes', wish: 'It crashes' },
    record: { taken: ['bug', 'wish'] },
  })
  expect(await classified({}, ['else']).outcome).toMatchObject({ ports: { else: 'It crashes' } })
})

test('a label nobody knows is asked for once more, then the value leaves by “else”', async () => {
  const { outcome, asked } = classified({}, ['praise', 'This is not a bug.'])
  expect(await outcome).toMatchObject({ ports: { else: 'It crashes' }, record: { taken: ['else'] } })
  expect(asked).toHaveLength(2)
})

test('cases need a condition each, of different and free names', () => {
  const check = (more: Record<string, unknown>) =>
    (branch.check?.(branch.params.parse(more), node) ?? []).map(({ code }) => code)
  expect(check({ cases })).toEqual([])
  expect(check({ cases: [{ id: 'a' }] })).toEqual(['condition-error'])
  expect(check({ cases: [{ id: 'a', when: '1 +' }] })).toEqual(['condition-error'])
  expect(
    check({
      cases: [
        { id: 'else', when: 'true' },
        { id: 'limit', when: 'true' },
      ],
    }),
  ).toEqual(['reserved-port', 'reserved-port'])
  expect(
    check({
      cases: [
        { id: 'a', when: 'true' },
        { id: 'a', when: 'true' },
      ],
    }),
  ).toEqual(['duplicate-port'])
  expect(check({ cases: [{ id: 'a' }], classifier: {} })).toEqual([])
})

test('ports are the cases and “else”', () => {
  expect(branch.ports(branch.params.parse({ cases })).outputs.map(({ id }) => id)).toEqual(['high', 'some', 'else'])
})
