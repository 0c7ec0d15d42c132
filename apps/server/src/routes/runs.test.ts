import { RunHistory, type RunView } from '@quorum/engine'
import { kit } from '@quorum/nodes/runners'
import { expect, test } from 'vitest'
import { mostRuns } from '../host/limits.ts'
import { agent, asking, chain, echo } from '../testing/flows.ts'
import { fold, readSse } from '../testing/readSse.ts'
import { sharedServer, type TestServer, testServer } from '../testing/testServer.ts'

const shared = sharedServer()
const question = { question: 'Why?' }

async function start({ call }: TestServer, body: object): Promise<string> {
  const started = await call('POST', '/api/runs', body)
  expect(started).toMatchObject({ status: 202 })
  return (started.body as { id: string }).id
}
/** Follows a run to its end, or until `enough`. */
async function follow(
  { request }: TestServer,
  id: string,
  enough: (view: RunView) => boolean = () => false,
): Promise<RunView> {
  let view: RunView | null = null
  const { body } = await request(`/api/runs/${id}/events`)
  if (body === null) throw new Error('no stream')
  for await (const event of readSse(body)) {
    view = fold(view, event)
    if (event.event === 'end' || (view && enough(view))) break
  }
  if (view === null) throw new Error('no view')
  return view
}

test('a run of a saved flow ends with its output, and everything about it can be read', async () => {
  const server = await shared()
  const { call } = server
  const { id: flowId } = (await call('POST', '/api/flows', echo)).body as { id: string }
  const id = await start(server, { flowId, input: question })
  const view = await follow(server, id)
  expect(view).toMatchObject({ id, flowId, revision: 1, status: 'completed', output: { result: 'You asked: Why?' } })
  expect(await call('GET', `/api/runs/${id}`)).toMatchObject({ status: 200, body: view })
  expect(await call('GET', `/api/runs/${id}/flow`)).toMatchObject({ body: { name: 'A chain' } })
  expect(await call('GET', `/api/runs/${id}/steps/t`)).toMatchObject({
    body: {
      path: 't',
      nodeId: 't',
      status: 'completed',
      input: question,
      output: 'You asked: Why?',
      attempts: [{ attempt: 1 }],
      error: null,
    },
  })
  expect(await call('GET', `/api/runs/${id}/steps/none`)).toMatchObject({ status: 404 })

  const log = (await call('GET', `/api/runs/${id}/log?limit=2`)).body as {
    items: { seq: number; at: string }[]
    nextCursor: string
  }
  expect(log.items.map((it) => it.seq)).toEqual([1, 2])
  const rest = (await call('GET', `/api/runs/${id}/log?after=${log.nextCursor}`)).body as {
    items: { seq: number }[]
    nextCursor: null
  }
  expect(rest.items[0]?.seq).toBe(3)
  expect(rest.items.at(-1)).toMatchObject({ seq: view.seq, type: 'run.ended' })
  expect(await call('GET', `/api/runs?flowId=${flowId}&status=completed`)).toMatchObject({
    body: { items: [{ id, status: 'completed' }], nextCursor: null },
  })
  expect(await call('GET', `/api/runs?flowId=${flowId}&status=failed`)).toMatchObject({ body: { items: [] } })
})

test('what cannot run is refused with issues, and nothing is stored', async () => {
  const server = await testServer()
  const { call } = server
  const refused = (body: object) => call('POST', '/api/runs', body)
  expect(await refused({ flow: echo })).toMatchObject({
    status: 422,
    body: { code: 'invalid', issues: [{ code: 'missing-input', path: 'input.question' }] },
  })
  expect(await refused({ flow: chain([{ id: 'x', kind: 'unheard-of' }]), input: question })).toMatchObject({
    status: 422,
    body: { issues: expect.arrayContaining([expect.objectContaining({ code: 'unknown-kind', nodeId: 'x' })]) },
  })
  expect(
    await refused({ flow: chain([{ id: 'w', kind: 'agent', params: { model: 'nobody/knows' } }]), input: question }),
  ).toMatchObject({
    status: 422,
    body: { issues: expect.arrayContaining([expect.objectContaining({ code: 'unknown-model', nodeId: 'w' })]) },
  })
  expect(await refused({ flow: echo, input: question, model: 'simulated/never' })).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'model' }] },
  })
  expect(await refused({ flow: echo, flowId: 'x' })).toMatchObject({ status: 422 })
  expect(await refused({})).toMatchObject({ status: 422 })
  expect(await refused({ flow: echo, input: question, secret: 1 })).toMatchObject({ status: 422 })
  expect(await refused({ flowId: 'nothing' })).toMatchObject({ status: 404 })
  expect(await call('GET', '/api/runs')).toMatchObject({ body: { items: [] } })
})

test('the same idempotency key is the same run; with another body it is a conflict', async () => {
  const server = await shared()
  const body = { flow: echo, input: question }
  const key = { 'idempotency-key': 'once' }
  const first = await server.call('POST', '/api/runs', body, key)
  const again = await server.call('POST', '/api/runs', body, key)
  expect(again).toMatchObject({ status: 202, body: { id: (first.body as { id: string }).id } })
  expect(await server.call('POST', '/api/runs', { ...body, seed: 2 }, key)).toMatchObject({
    status: 409,
    body: { code: 'idempotency-conflict' },
  })
})

test('the history gives what a fold needs: the record, then every event', async () => {
  const server = await shared()
  const id = await start(server, { flow: echo, input: question })
  const view = await follow(server, id)
  const read = async (query = '') =>
    (await (await server.request(`/api/runs/${id}/history${query}`)).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  const [record, ...events] = await read()
  expect(record).toMatchObject({ id, flow: { name: 'A chain' }, input: question, callees: {} })
  const history = new RunHistory(record, kit)
  for (const event of events) history.add(event)
  expect(history.at(history.length)).toEqual(view)
  expect(await read(`?after=${view.seq - 1}`)).toMatchObject([{ seq: view.seq, type: 'run.ended' }])
})

test('an approval waits for people: the first answer counts, a later one is told so', async () => {
  const server = await shared()
  const { call } = server
  const id = await start(server, { flow: asking, input: question })
  const waiting = await follow(server, id, (view) => view.waitingFor.length > 0)
  expect(waiting.waitingFor).toMatchObject([{ nodeId: 'ok', path: 'ok', kind: 'approval' }])
  expect(await call('GET', `/api/runs/${id}/steps/ok`)).toMatchObject({
    body: { status: 'waiting', input: question, parked: { kind: 'approval', memory: { message: 'Go on?' } } },
  })
  expect(await call('POST', `/api/runs/${id}/signals/nobody`, {})).toMatchObject({ status: 404 })
  expect(await call('POST', `/api/runs/${id}/signals/a`, {})).toMatchObject({
    status: 409,
    body: { code: 'wrong-status' },
  })
  expect(await call('POST', `/api/runs/${id}/signals/ok`, { decision: 'maybe' })).toMatchObject({ status: 422 })
  expect(await call('POST', `/api/runs/${id}/signals/ok`, { decision: 'approve', by: 'Ada' })).toMatchObject({
    status: 202,
  })
  expect(await follow(server, id)).toMatchObject({ status: 'completed', output: { result: question } })
  expect(await call('POST', `/api/runs/${id}/signals/ok`, { decision: 'approve', by: 'Ada' })).toMatchObject({
    status: 409,
  })
})

test('a cancelled run says so, once and for all; a finished one cannot be cancelled', async () => {
  const server = await shared()
  const id = await start(server, { flow: asking, input: question })
  expect(await server.call('POST', `/api/runs/${id}/cancel`)).toMatchObject({ status: 202 })
  expect(await follow(server, id)).toMatchObject({ status: 'cancelled' })
  expect(await server.call('POST', `/api/runs/${id}/cancel`, {})).toMatchObject({
    status: 202,
    body: { status: 'cancelled' },
  })
  const done = await start(server, { flow: echo, input: question })
  await follow(server, done)
  expect(await server.call('POST', `/api/runs/${done}/cancel`)).toMatchObject({
    status: 409,
    body: { code: 'wrong-status' },
  })
  expect(await server.call('POST', '/api/runs/none/cancel')).toMatchObject({ status: 404 })
})

test('a reader who comes back gets the rest, and after the end nothing', async () => {
  const server = await shared()
  const id = await start(server, { flow: agent, input: question })
  const view = await follow(server, id)
  expect((await server.request(`/api/runs/${id}/events?after=${view.seq}`)).status).toBe(204)
  expect(
    (await server.request(`/api/runs/${id}/events`, { headers: { 'last-event-id': String(view.seq) } })).status,
  ).toBe(204)
  expect((await server.request('/api/runs/none/events')).status).toBe(404)
  const { body } = await server.request(`/api/runs/${id}/events?after=1`)
  const names: string[] = []
  for await (const event of readSse(body as ReadableStream<Uint8Array>)) names.push(event.event)
  expect(names).toEqual(['snapshot', 'end'])
})

test('several runs share one stream, and each id is the position in all of them', async () => {
  const server = await shared()
  const ids = [
    await start(server, { flow: echo, input: question }),
    await start(server, { flow: agent, input: question }),
  ]
  const { body } = await server.request(`/api/events?runs=${ids.join(',')}`)
  const ended: unknown[] = []
  let last = ''
  for await (const { event, id, data } of readSse(body as ReadableStream<Uint8Array>)) {
    if (event === 'ping') continue
    expect(ids).toContain(data.run)
    if (id !== null) last = id
    if (event === 'end') ended.push(data.run)
  }
  expect(new Set(ended)).toEqual(new Set(ids))
  expect(last.split(',').map((part) => part.split(':')[0])).toEqual(expect.arrayContaining(ids))
  expect((await server.request(`/api/events?runs=${ids.join(',')}&after=${last}`)).status).toBe(204)
  expect(await server.call('GET', '/api/events?runs=')).toMatchObject({ status: 422 })
})

test('rounds and items are read by index', async () => {
  const server = await shared()
  const flow = {
    ...chain([{ id: 'p', kind: 'pool' }]),
    nodes: [
      { id: 'q', kind: 'input', params: { fields: [{ name: 'list', type: 'list', required: true }] } },
      { id: 'l', kind: 'code', params: { source: 'export default (input) => input.list' } },
      { id: 'p', kind: 'pool' },
      { id: 'w', kind: 'template', parent: 'p', params: { text: 'I saw {{ item }}' } },
      { id: 'a', kind: 'output' },
    ],
    edges: [
      { id: 'e1', source: 'q', target: 'l' },
      { id: 'e2', source: 'l', target: 'p' },
      { id: 'e3', source: 'p', target: 'a' },
    ],
  }
  const id = await start(server, { flow, input: { list: ['x', 'y', 'z'] } })
  expect(await follow(server, id)).toMatchObject({
    status: 'completed',
    output: { result: ['I saw x', 'I saw y', 'I saw z'] },
  })
  const first = await server.call('GET', `/api/runs/${id}/items?node=p&limit=2`)
  expect(first).toMatchObject({
    body: {
      items: [{ index: 0, path: 'p[0]', label: 'x', status: 'completed', value: 'I saw x' }, { index: 1 }],
      nextCursor: expect.any(String),
    },
  })
  const { nextCursor } = first.body as { nextCursor: string }
  expect(await server.call('GET', `/api/runs/${id}/items?node=p&cursor=${nextCursor}`)).toMatchObject({
    body: { items: [{ index: 2 }], nextCursor: null },
  })
  expect(await server.call('GET', `/api/runs/${id}/items?node=p&status=failed`)).toMatchObject({ body: { items: [] } })
  expect(await server.call('GET', `/api/runs/${id}/steps/${encodeURIComponent('p[1]')}`)).toMatchObject({
    body: {
      path: 'p[1]',
      status: 'completed',
      input: 'y',
      output: 'I saw y',
      steps: [{ path: 'p[1]/w', status: 'completed' }],
    },
  })
  expect(await server.call('GET', `/api/runs/${id}/steps/${encodeURIComponent('p[1]/w')}`)).toMatchObject({
    body: { nodeId: 'w', output: 'I saw y' },
  })
})

test('a result given by hand is taken instead of doing the step, also without an earlier run', async () => {
  const server = await shared()
  const flow = chain([
    { id: 'c', kind: 'code', params: { source: 'export default () => { throw new Error("not asked") }' } },
    { id: 't', kind: 'template', params: { text: 'It is {{ input }}' } },
  ])
  const id = await start(server, { flow, input: question, pins: { c: 'mine' } })
  const view = await follow(server, id)
  expect(view).toMatchObject({ status: 'completed', replayOf: null, output: { result: 'It is mine' } })
  expect(view.nodes).toMatchObject({ c: { kept: true }, t: { kept: false } })
  const from = { runId: id, nodeId: 'c', edits: { c: 'another' } }
  const edited = await follow(server, await start(server, { flow, from }))
  expect(edited).toMatchObject({ status: 'completed', output: { result: 'It is another' } })
  expect(await server.call('POST', '/api/runs', { flow, input: question, pins: { nobody: 1 } })).toMatchObject({
    status: 404,
    body: { code: 'not-found' },
  })
})

test('runs are found by what they were asked, what they gave and when', async () => {
  const server = await testServer()
  const { call } = server
  const first = await start(server, { flow: echo, input: { question: 'Tea at noon?' } })
  await follow(server, first)
  await start(server, { flow: echo, input: { question: 'Coffee?' } })
  const found = async (query: string) =>
    ((await call('GET', `/api/runs?${query}`)).body as { items: { id: string }[] }).items.map(({ id }) => id)
  expect(await found('q=tea%20AT')).toEqual([first])
  expect(await found('q=You%20asked%3A%20Tea')).toEqual([first])
  expect(await found('q=100%25')).toEqual([])
  expect(await found('until=2020-01-01T00:00:00Z')).toEqual([])
  expect(await found('since=2020-01-01T00:00:00Z')).toHaveLength(2)
  expect(await call('GET', '/api/runs?since=yesterday')).toMatchObject({ status: 422 })
})

test('when enough runs are at work the next one waits in line, and begins when one of them has ended', async () => {
  const server = await testServer()
  const slow = chain([{ id: 'w', kind: 'agent', params: { model: 'simulated/fast?latencyMs=60000' } }])
  const body = { flow: slow, input: question }
  const first = await start(server, body)
  await Promise.all(Array.from({ length: mostRuns.working - 1 }, () => start(server, body)))
  const { body: last } = await server.call('POST', '/api/runs', body)
  expect(last).toMatchObject({ status: 'pending' })
  const { id } = last as { id: string }
  expect(await server.call('GET', `/api/runs/${id}`)).toMatchObject({ body: { status: 'pending', startedAt: null } })
  expect(await server.call('GET', '/api/runs?status=pending')).toMatchObject({ body: { items: [{ id }] } })
  await expect.poll(async () => (await server.call('GET', '/api/health')).body).toMatchObject({ runs: { queued: 1 } })
  await server.call('POST', `/api/runs/${first}/cancel`, {})
  await expect
    .poll(async () => (await server.call('GET', `/api/runs/${id}`)).body, { timeout: 10_000 })
    .toMatchObject({ status: 'running' })
}, 60_000)
