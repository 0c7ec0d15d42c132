import type { Value } from '@quorum/engine'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf, textOfRequest } from '../pattern/testing.ts'
import { coordinatorSpecialist } from './definition.ts'

const requirements = [
  { id: 'a', text: 'needs Database' },
  { id: 'b', text: 'needs Frontend, Backend, Frontend' },
]
const partOf = (key: string) => /\/(route|specialist|integrate)\b(?![s[])/.exec(key)?.[1] ?? ''
/** The coordinator reads the names out of the requirement; a specialist says who it is. */
const working: Says = (request, key): Value => {
  const text = textOfRequest(request)
  if (partOf(key) === 'route') return { specialists: (/needs (.*)/.exec(text)?.[1] ?? '').split(', ') }
  return partOf(key) === 'integrate' ? 'one solution' : `by ${/You are an? (\w+)/.exec(systemOf(request))?.[1]}`
}
const run = (input: Value, says: Says = working, params: Record<string, unknown> = {}) =>
  runPattern(coordinatorSpecialist, input, { says, params })

test('one specialist’s answer is the result; several are integrated, each asked once', async () => {
  const { output, calls } = await run(requirements)
  expect(output.results).toEqual({ a: 'by database', b: 'one solution' })
  expect(output.routing).toEqual({ a: ['Database'], b: ['Frontend', 'Backend'] })
  // Σ (1 + k + [k > 1])
  expect(calls).toBe(2 + 4)
})

test('as many requirements are at work at once as are allowed', async () => {
  const list = Array.from({ length: 4 }, (_, i) => ({ id: `r${i}`, text: 'needs Database' }))
  for (const concurrency of [1, 3]) {
    let now = 0
    let most = 0
    const says: Says = async (request, key) => {
      most = Math.max(most, ++now)
      await Promise.resolve()
      now--
      return working(request, key) ?? ''
    }
    await run(list, says, { concurrency })
    expect(most).toBe(concurrency)
  }
})

test('names nobody goes by never reach a specialist: asked again, then a generalist answers or it fails', async () => {
  const { output, calls } = await run([{ id: 'a', text: 'needs Cook' }])
  expect(output).toMatchObject({ results: { a: 'by generalist' }, routing: { a: ['Generalist'] } })
  expect(calls).toBe(3)
  const strict = await run([{ id: 'a', text: 'needs Cook' }, ...requirements.slice(1)], working, { onUnknown: 'fail' })
  expect(strict.output.results).toEqual({ a: null, b: 'one solution' })
})

test('a specialist that fails among several leaves the others, marked as partial', async () => {
  const { output, node, calls } = await run(requirements, (request, key) =>
    systemOf(request).includes('a backend') && partOf(key) === 'specialist' ? 'fail' : working(request, key),
  )
  expect(output.results).toEqual({ a: 'by database', b: 'by frontend' })
  expect(node?.detail).toMatchObject({ partial: ['b'], failed: [] })
  expect(calls).toBe(2 + 3)
})

test('a requirement whose only specialist fails fails alone; all failing fails the pattern', async () => {
  const failing: Says = (request, key) =>
    systemOf(request).includes('a database') && partOf(key) === 'specialist' ? 'fail' : working(request, key)
  expect((await run(requirements, failing)).output.results).toEqual({ a: null, b: 'one solution' })
  expect((await run(requirements.slice(0, 1), failing)).node?.error?.code).toBe('all-failed')
})

test('no more specialists than allowed; texts get ids of their own; ids that come twice are refused', async () => {
  const one = await run('needs Frontend, Backend', working, { maxSpecialists: 1 })
  expect(one.output).toEqual({ results: { r1: 'by frontend' }, routing: { r1: ['Frontend'] } })
  const twice = await run([requirements[0] ?? null, requirements[0] ?? null])
  expect(twice.node?.error?.code).toBe('duplicate-id')
})

test('the inside is made of known kinds and ports', () => expectSoundBody(coordinatorSpecialist, {}))
