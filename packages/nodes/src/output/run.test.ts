import { expect, test } from 'vitest'
import { inputOf } from '../testing.ts'
import { output } from './definition.ts'
import { runOutput } from './run.ts'

test('what reaches it is recorded under its name', () => {
  const params = output.params.parse({ terminate: 'all' })
  expect(runOutput.inTurn?.(params, inputOf([1]))).toEqual({
    type: 'completed',
    ports: {},
    record: { name: 'result', value: [1], terminate: 'all' },
  })
  expect(output.output?.(params)).toEqual({ name: 'result', terminate: 'all' })
})
