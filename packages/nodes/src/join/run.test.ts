import { expect, test } from 'vitest'
import { dead, inputOf, live } from '../testing.ts'
import { join } from './definition.ts'
import { runJoin } from './run.ts'

const node = { id: 'j', kind: 'join', position: { x: 0, y: 0 }, params: {} }
const arrivals = [live('Alpha', 'a'), dead('Beta', 'notTaken'), live('Gamma', ['c', 'd']), live('Alpha', { e: 1 })]
const merged = (params: Record<string, unknown>) => {
  const outcome = runJoin.inTurn?.(join.params.parse(params), inputOf(null, { arrivals }))
  return outcome?.type === 'completed' ? outcome.ports.out : null
}

test('live values come together in edge order', () => {
  expect(merged({})).toEqual(['a', ['c', 'd'], { e: 1 }])
  expect(merged({ merge: 'first' })).toBe('a')
  expect(merged({ merge: 'concat' })).toEqual(['a', 'c', 'd', { e: 1 }])
  expect(merged({ merge: 'text' })).toBe('a\n\n[\n  "c",\n  "d"\n]\n\n1')
})

test('an object goes by source title and loses nothing when two are alike', () => {
  expect(merged({ merge: 'object' })).toEqual({ Alpha: 'a', Gamma: ['c', 'd'], 'Alpha 2': { e: 1 } })
})

test('“one” gives the bare value', () => {
  expect(merged({ need: 'one' })).toBe('a')
})

test('who fails matters unless the join only needs some', () => {
  const failing = (params: Record<string, unknown>) => {
    const rule = join.activation(join.params.parse(params))
    return rule.type === 'join' ? rule.onFailed : null
  }
  expect(['all', 'live', 'n', 'one'].map((need) => failing({ need, n: 1 }))).toEqual([
    'fail',
    'fail',
    'ignore',
    'ignore',
  ])
  expect(failing({ need: 'one', onFailed: 'fail' })).toBe('fail')
})

test('a join that lacks its number is an issue', () => {
  const check = (params: Record<string, unknown>) =>
    (join.check?.(join.params.parse(params), node) ?? []).map(({ code }) => code)
  expect(check({ need: 'n' })).toEqual(['missing-param'])
  expect(check({ need: 'collect', rest: 'block' })).toEqual([])
})
