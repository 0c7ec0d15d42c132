import { expect, test } from 'vitest'
import { asking } from '../testing/flows.ts'
import { fold, readSse } from '../testing/readSse.ts'
import { testServer } from '../testing/testServer.ts'

test('when the run host dies it comes back by itself, runs go on, and those who watch miss nothing', async () => {
  const { call, request, deps } = await testServer()
  const { id } = (await call('POST', '/api/runs', { flow: asking, input: { question: 'Why?' } })).body as { id: string }
  const { body } = await request(`/api/runs/${id}/events`)
  const events = readSse(body as ReadableStream<Uint8Array>)
  let view = fold(null, (await events.next()).value)
  while (view?.waitingFor.length === 0) view = fold(view, (await events.next()).value)

  await deps.host.kill()
  expect((await call('GET', '/api/flows')).status).toBe(200)
  expect(await call('POST', `/api/runs/${id}/signals/ok`, { decision: 'approve' })).toMatchObject({ status: 202 })
  for await (const event of events) view = fold(view, event)
  expect(view).toMatchObject({ status: 'completed' })
  expect(await call('GET', `/api/runs/${id}`)).toMatchObject({ body: view })
})
