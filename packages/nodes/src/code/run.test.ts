import { expect, test } from 'vitest'
import { contextOf, inputOf } from '../testing.ts'
import { code } from './definition.ts'
import { runCode } from './run.ts'

test('the function gets the input and where in the run it is, and no more', async () => {
  const { ctx } = contextOf([], (input, extra) => [input, extra])
  const names = { input: 1, nodes: { secret: 2 }, item: 'i', index: 3, run: { id: 'r' } }
  const outcome = await runCode.task?.(ctx, code.params.parse({}), inputOf(1, { names }))
  expect(outcome).toEqual({ type: 'completed', ports: { out: [1, { item: 'i', index: 3, run: { id: 'r' } }] } })
})

test('limits have the defaults of the contract', () => {
  expect(code.params.parse({})).toMatchObject({ timeoutMs: 1_000, memoryMb: 32 })
  expect(code.params.safeParse({ timeoutMs: 60_000 }).success).toBe(false)
})
