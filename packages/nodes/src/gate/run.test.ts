import type { Value } from '@quorum/engine'
import { expect, test } from 'vitest'
import { contextOf, inputOf } from '../testing.ts'
import { gate } from './definition.ts'
import { runGate } from './run.ts'

const inTurn = (params: Record<string, unknown>, value: Value) =>
  runGate.inTurn?.(gate.params.parse(params), inputOf(value))
const task = (params: Record<string, unknown>, value: Value, context: ReturnType<typeof contextOf>) =>
  runGate.task?.(context.ctx, gate.params.parse(params), inputOf(value))

const when = { all: [{ left: 'input.score', op: '>=', right: 0.5 }] }

test('the value passes unchanged or fails, and what was measured stands beside the rule', () => {
  expect(inTurn({ when }, { score: 0.9 })).toEqual({
    type: 'completed',
    ports: { pass: { score: 0.9 } },
    record: { pass: true, reasons: ['input.score >= 0.5 (it is 0.9)'] },
  })
  expect(inTurn({ when }, { score: 0.1 })).toEqual({
    type: 'completed',
    ports: { fail: { score: 0.1 } },
    record: { pass: false, reasons: ['Not so: input.score >= 0.5 (it is 0.1)'] },
  })
})

test('a check that cannot be made fails the node, it is not a “fail”', () => {
  expect(inTurn({ when }, {})).toMatchObject({ type: 'failed', failure: { code: 'missing-value' } })
  expect(inTurn({}, 1)).toMatchObject({ type: 'failed' })
})

test('a shape is checked, also of JSON that came as text', () => {
  const params = {
    check: 'schema',
    schema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
  }
  expect(inTurn(params, { name: 'x' })).toMatchObject({ ports: { pass: { name: 'x' } } })
  expect(inTurn(params, '{"name": "x"}')).toMatchObject({ ports: { pass: '{"name": "x"}' } })
  expect(inTurn(params, { name: 3 })).toMatchObject({
    ports: { fail: { name: 3 } },
    record: { reasons: ['“name” of the value must be string, but it is number.'] },
  })
})

test('code may answer true, false or a verdict; anything else fails the node', async () => {
  const params = { check: 'code', source: 'export default (input) => input > 1' }
  const answering = (result: Value) => contextOf([], () => result)
  expect(inTurn(params, 2)).toBeNull()
  expect(await task(params, 2, answering(true))).toMatchObject({ ports: { pass: 2 }, record: { pass: true } })
  const verdict = { pass: false, score: 0.2, reasons: ['too small'] }
  expect(await task(params, 2, answering(verdict))).toMatchObject({ ports: { fail: 2 }, record: verdict })
  await expect(task(params, 2, answering('yes'))).rejects.toMatchObject({ code: 'code-output' })
})

test('a model judges by the criteria, and is asked once more for a readable verdict', async () => {
  const params = { check: 'model', criteria: 'It rhymes.' }
  const context = contextOf([{ pass: 'maybe' }, { pass: true, score: 0.8, reasons: [] }])
  expect(await task(params, 'text', context)).toMatchObject({
    ports: { pass: 'text' },
    record: { pass: true, score: 0.8 },
  })
  expect(context.asked).toHaveLength(2)
  expect(context.asked[0]?.request.role).toBe('judge')
  expect(context.asked[0]?.request.messages[0]?.content).toContain('It rhymes.')
  await expect(task(params, 'text', contextOf(['?', '?']))).rejects.toMatchObject({ code: 'schema' })
})

test('a gate without what it checks by is an issue', () => {
  const node = { id: 'g', kind: 'gate', position: { x: 0, y: 0 }, params: {} }
  for (const check of ['rules', 'code', 'model', 'schema']) {
    expect(gate.check?.(gate.params.parse({ check }), node)).toMatchObject([{ code: 'missing-param', nodeId: 'g' }])
  }
  expect(gate.check?.(gate.params.parse({ when: 'input.' }), node)).toMatchObject([{ code: 'condition-error' }])
  expect(gate.check?.(gate.params.parse({ when }), node)).toEqual([])
})
