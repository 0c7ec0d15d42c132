import { expect, test } from 'vitest'
import { inputOf } from '../testing.ts'
import { fork } from './definition.ts'
import { runFork } from './run.ts'

test('every branch gets the same value, by “out” or by its name', () => {
  expect(runFork.inTurn?.(fork.params.parse({}), inputOf({ a: 1 }))).toEqual({
    type: 'completed',
    ports: { out: { a: 1 } },
  })
  const named = fork.params.parse({ branches: ['left', 'right'] })
  expect(runFork.inTurn?.(named, inputOf('x'))).toEqual({ type: 'completed', ports: { left: 'x', right: 'x' } })
  expect(fork.ports(named).outputs.map(({ id }) => id)).toEqual(['left', 'right'])
})

test('two branches of one name are an issue', () => {
  const node = { id: 'f', kind: 'fork', position: { x: 0, y: 0 }, params: {} }
  expect(fork.check?.(fork.params.parse({ branches: ['a', 'a'] }), node)).toMatchObject([{ code: 'duplicate-port' }])
})
