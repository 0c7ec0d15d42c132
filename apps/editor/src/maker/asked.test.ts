import { estimateOf, paperModels, problemsOf } from '@quorum/nodes/maker/estimator'
import { expect, it } from 'vitest'
import { askedBy, fieldsIn, fieldsOf } from './asked.ts'

it('reads what it writes, for every model of the paper', () => {
  for (const model of paperModels) {
    const asked = askedBy(fieldsOf(model))
    if (model.wrong < 1) expect(problemsOf(asked)).toEqual({})
    expect(asked.p).toBeCloseTo(1 - model.wrong, 10)
  }
})

it('takes the figures of a node from the address, and nothing that is no number', () => {
  const fields = fieldsIn('?p=0.9&steps=1023&k=4&v=oops&t=0.9')
  expect(fields).toMatchObject({ p: '90', steps: '1023', k: '4', v: '100', t: '90' })
  expect(estimateOf(askedBy(fields)).k).toBe(4)
})

it('knows an empty lead as the least that is enough, and other empty fields as missing', () => {
  const fields = fieldsIn('')
  expect(askedBy(fields).k).toBe('auto')
  expect(Object.keys(problemsOf(askedBy({ ...fields, steps: ' ', in: 'x' })))).toEqual(['steps', 'price'])
  expect(askedBy({ ...fields, steps: '1,048,575' }).steps).toBe(1_048_575)
})
