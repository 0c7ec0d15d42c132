import { expect, test } from 'vitest'
import { chain } from '../testing/flows.ts'
import { testServer } from '../testing/testServer.ts'
import { verdictOf } from './testSets.ts'

const shout = chain([{ id: 't', kind: 'template', params: { text: 'You said {{ input.question }}' } }])

test('cases are kept with a flow, done by ordinary runs, and judged by their rules', async () => {
  const { call } = await testServer()
  const { id: flowId, revision } = (await call('POST', '/api/flows', shout)).body as { id: string; revision: number }
  const add = async (name: string, expected: object) =>
    (await call('POST', `/api/flows/${flowId}/tests`, { name, input: { question: 'tea' }, expect: expected })) as {
      status: number
      body: { id: string }
    }
  expect(await call('POST', `/api/flows/${flowId}/test-runs`, {})).toMatchObject({ status: 400 })
  const good = await add('says it', { type: 'contains', text: 'tea' })
  expect(good.status).toBe(201)
  const bad = await add('exactly', { type: 'equals', value: 'You said' })
  const judged = await add('polite', { type: 'judge', criteria: 'It is polite.' })
  expect(await add('wrong', { type: 'condition', when: 'output ==' })).toMatchObject({ status: 422 })
  expect(await call('GET', `/api/flows/${flowId}/tests`)).toMatchObject({
    body: { items: [{ name: 'says it' }, { name: 'exactly' }, { name: 'polite' }] },
  })

  const begun = await call('POST', `/api/flows/${flowId}/test-runs`, {})
  expect(begun).toMatchObject({ status: 201, body: { revision, results: [{ runId: null, verdict: null }, {}, {}] } })
  const { id, results } = begun.body as { id: string; results: { caseId: string; input: object }[] }
  for (const { caseId, input } of results) {
    const { id: runId } = (await call('POST', '/api/runs', { flowId, revision, input })).body as { id: string }
    expect(await call('PUT', `/api/test-runs/${id}/cases/${caseId}`, { runId })).toMatchObject({ status: 200 })
  }
  const read = async () => {
    const { body } = await call('GET', `/api/flows/${flowId}/test-runs`)
    return (body as { items: { results: { status: string; verdict: object | null }[] }[] }).items[0]?.results ?? []
  }
  await expect.poll(async () => (await read()).map(({ status }) => status)).toEqual(Array(3).fill('completed'))
  expect(await read()).toMatchObject([
    { output: 'You said tea', verdict: { pass: true, by: 'rule' } },
    { verdict: { pass: false, reason: 'It is not equal.' } },
    { verdict: null },
  ])
  const verdict = { pass: true, reason: 'Fine', by: 'Ada' }
  await call('PUT', `/api/test-runs/${id}/cases/${judged.body.id}`, { verdict })
  // A case that changes later changes nothing about what was found before.
  await call('PUT', `/api/flows/${flowId}/tests/${bad.body.id}`, {
    name: 'other',
    input: {},
    expect: { type: 'contains', text: 'You' },
  })
  expect(await call('DELETE', `/api/flows/${flowId}/tests/${good.body.id}`)).toMatchObject({ status: 204 })
  expect(await read()).toMatchObject([{ verdict: { pass: true } }, { name: 'exactly' }, { verdict }])
  expect(await call('DELETE', `/api/flows/${flowId}/tests/${good.body.id}`)).toMatchObject({ status: 404 })
})

test('rules look at what came out, and a run that failed passes none', () => {
  const done = { status: 'completed' as const, error: null }
  const of = (expected: Parameters<typeof verdictOf>[0]['expect'], output: Parameters<typeof verdictOf>[2]) =>
    verdictOf({ expect: expected, input: { limit: 3 }, verdict: null }, done, output)?.pass
  expect(of({ type: 'equals', value: { a: 1, b: [2] } }, { b: [2], a: 1 })).toBe(true)
  expect(of({ type: 'contains', text: 'TEA' }, 'green tea')).toBe(true)
  expect(of({ type: 'condition', when: 'size(output) < input.limit' }, ['x', 'y'])).toBe(true)
  expect(of({ type: 'condition', when: 'size(output) < input.limit' }, ['x', 'y', 'z'])).toBe(false)
  expect(of({ type: 'judge', criteria: 'good' }, 'x')).toBeUndefined()
  const failed = { status: 'failed' as const, error: { code: 'x', message: 'It broke' } }
  expect(
    verdictOf({ expect: { type: 'contains', text: 'x' }, input: null, verdict: null }, failed, null),
  ).toMatchObject({ pass: false, reason: 'It broke' })
})
