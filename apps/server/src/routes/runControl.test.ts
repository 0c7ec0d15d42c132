import type { RunView } from '@quorum/engine'
import { expect, test } from 'vitest'
import { chain } from '../testing/flows.ts'
import { fold, readSse } from '../testing/readSse.ts'
import { testServer } from '../testing/testServer.ts'

const input = { question: 'Why?' }
const twoPeople = chain([{ id: 'ok', kind: 'approval', params: { message: 'Go on?', approvals: 2 } }])
const breaks = chain([{ id: 'x', kind: 'code', params: { source: 'export default () => { throw new Error("no") }' } }])

async function setUp() {
  const server = await testServer()
  const start = async (flow: object): Promise<string> =>
    ((await server.call('POST', '/api/runs', { flow, input })).body as { id: string }).id
  const until = async (id: string, enough: (view: RunView) => boolean): Promise<RunView> => {
    let view: RunView | null = null
    const { body } = await server.request(`/api/runs/${id}/events`)
    for await (const event of readSse(body as ReadableStream<Uint8Array>)) {
      view = fold(view, event)
      if (view && enough(view)) return view
    }
    throw new Error(`the run ended: ${JSON.stringify(view)}`)
  }
  return { ...server, start, until }
}

test('two people must agree: the same one twice counts once and is told so', async () => {
  const { call, start, until } = await setUp()
  const id = await start(twoPeople)
  await until(id, (view) => view.waitingFor.length > 0)
  const approve = (by: string) => call('POST', `/api/runs/${id}/signals/ok`, { decision: 'approve', by })
  expect(await approve('Ada')).toMatchObject({ status: 202 })
  expect(await approve('Ada')).toMatchObject({ status: 200, body: { status: 'duplicate' } })
  expect(await approve('Bob')).toMatchObject({ status: 202 })
  await until(id, (view) => view.status === 'completed')
})

test('a paused run says so in its view and in the list, and goes on when asked', async () => {
  const { call, start, until } = await setUp()
  const id = await start(twoPeople)
  expect(await call('POST', `/api/runs/${id}/pause`)).toMatchObject({ status: 202, body: { status: 'paused' } })
  expect(await call('GET', `/api/runs/${id}`)).toMatchObject({ body: { status: 'paused' } })
  expect(await call('GET', '/api/runs?status=paused')).toMatchObject({ body: { items: [{ id }] } })
  expect(await call('POST', `/api/runs/${id}/resume`)).toMatchObject({ status: 202 })
  await until(id, (view) => view.status === 'running' && view.waitingFor.length > 0)
})

test('a failed run can be taken up again; a finished one and an unknown one cannot', async () => {
  const { call, start, until } = await setUp()
  const id = await start(breaks)
  const failed = await until(id, (view) => view.status === 'failed')
  expect(await call('GET', `/api/runs/${id}`)).toMatchObject({ body: { status: 'failed', error: { nodeId: 'x' } } })
  expect(await call('POST', `/api/runs/${id}/retry`)).toMatchObject({ status: 202 })
  const again = await until(id, (view) => view.status === 'failed' && view.seq > failed.seq)
  expect(again.error?.code).toBe(failed.error?.code)
  const done = await start(chain([]))
  await until(done, (view) => view.status === 'completed')
  expect(await call('POST', `/api/runs/${done}/retry`)).toMatchObject({ status: 409, body: { code: 'wrong-status' } })
  expect(await call('POST', `/api/runs/${done}/pause`)).toMatchObject({ status: 409 })
  expect(await call('POST', '/api/runs/none/retry')).toMatchObject({ status: 404 })
})

test('a step that is skipped or stopped again is so already, also once the run has ended', async () => {
  const { call, start, until } = await setUp()
  const flow = chain([{ id: 'w', kind: 'wait', params: { ms: 60_000 } }])
  for (const [wish, became] of [
    ['skip', 'skipped'],
    ['cancel', 'cancelled'],
  ] as const) {
    const id = await start(flow)
    await until(id, (view) => view.waitingFor.length > 0)
    const ask = (path: string) => call('POST', `/api/runs/${id}/${wish}`, { path })
    expect(await ask('w')).toMatchObject({ status: 202 })
    const view = await until(id, (one) => one.endedAt !== null)
    expect(view.nodes.w?.status).toBe(became)
    expect(await ask('w')).toMatchObject({ status: 202 })
    expect(await ask('q')).toMatchObject({ status: 409, body: { code: 'wrong-status' } })
  }
})

test('a tag stops all that is at work under it; said again it is true already, under another there is nothing', async () => {
  const { call, start, until } = await setUp()
  const flow = chain([{ id: 'g', kind: 'guard', params: { tag: 'mail' } }])
  const wait = { id: 'w', kind: 'wait', parent: 'g', params: { ms: 60_000 }, position: { x: 0, y: 0 } }
  const id = await start({ ...flow, nodes: [...flow.nodes, wait] })
  await until(id, (view) => view.waitingFor.length > 0)
  const cancel = (body: object) => call('POST', `/api/runs/${id}/cancel`, body)
  expect(await cancel({ tag: 'other' })).toMatchObject({ status: 409, body: { code: 'wrong-status' } })
  expect(await cancel({ tag: 'mail', path: 'g' })).toMatchObject({ status: 422, body: { code: 'invalid' } })
  expect(await cancel({ tag: 'mail' })).toMatchObject({ status: 202 })
  const view = await until(id, (one) => one.endedAt !== null)
  expect(view.nodes).toMatchObject({ g: { status: 'cancelled' }, w: { status: 'cancelled' } })
})
