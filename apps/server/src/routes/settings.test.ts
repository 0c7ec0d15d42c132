import { expect, test } from 'vitest'
import { openDatabase } from '../db/open.ts'
import { deleteOldRuns } from '../store/retention.ts'
import { chain } from '../testing/flows.ts'
import { readSse } from '../testing/readSse.ts'
import { testServer } from '../testing/testServer.ts'

test('settings have defaults, are changed one by one, and outlive the server', async () => {
  const { call, close, config } = await testServer()
  expect(await call('GET', '/api/settings')).toMatchObject({
    status: 200,
    body: { defaultModel: 'simulated/standard', retentionDays: null },
  })
  await call('PUT', '/api/settings', { retentionDays: 30 })
  const after = { defaultModel: 'simulated/fast', retentionDays: 30 }
  expect(await call('PUT', '/api/settings', { defaultModel: 'simulated/fast' })).toMatchObject({ body: after })
  await close()
  const again = await testServer({}, config)
  expect(await again.call('GET', '/api/settings')).toMatchObject({ body: after })
})

test('what is no setting is refused', async () => {
  const { call } = await testServer()
  for (const body of [{ defaultModel: 'nonsense' }, { retentionDays: 0 }, { retentionDays: 'x' }, { other: 1 }])
    expect(await call('PUT', '/api/settings', body)).toMatchObject({ status: 422 })
})

test('the default model is that of flows that name none, and the frozen flow says so', async () => {
  const { call } = await testServer()
  await call('PUT', '/api/settings', { defaultModel: 'openai/gpt-5' })
  const flow = chain([{ id: 'w', kind: 'agent' }])
  expect(await call('POST', '/api/runs', { flow, input: { question: 'x' } })).toMatchObject({
    status: 422,
    body: { issues: [{ code: 'model-unavailable' }] },
  })
  await call('PUT', '/api/settings', { defaultModel: 'simulated/fast' })
  const { id } = (await call('POST', '/api/runs', { flow, input: { question: 'x' } })).body as { id: string }
  expect(await call('GET', `/api/runs/${id}/flow`)).toMatchObject({ body: { settings: { model: 'simulated/fast' } } })
})

test('old runs go with their logs and large values, younger and unfinished ones stay', async () => {
  const { call, request, config } = await testServer()
  const run = async (kind: string, params: object) => {
    const flow = chain([{ id: 'x', kind, params: { ...params } }])
    const { id } = (await call('POST', '/api/runs', { flow, input: { question: 'y'.repeat(50_000) } })).body as {
      id: string
    }
    return id
  }
  const done = await run('template', { text: '{{ input.question }}' })
  const { body } = await request(`/api/runs/${done}/events`)
  for await (const _ of readSse(body as ReadableStream<Uint8Array>)) {
    // To its end.
  }
  const waiting = await run('approval', {})
  const database = openDatabase(config.dataFolder)
  const count = (table: string) => database.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  const blobs = count('blob')
  const day = 86_400_000
  expect(await deleteOldRuns(database, 2, Date.now() + day)).toBe(0)
  expect(await deleteOldRuns(database, 2, Date.now() + 3 * day)).toBe(1)
  expect(count('blob')).toBeLessThan(blobs)
  database.close()
  expect(await call('GET', `/api/runs/${done}`)).toMatchObject({ status: 404 })
  expect(await call('GET', `/api/runs/${waiting}`)).toMatchObject({ status: 200, body: { status: 'running' } })
})
