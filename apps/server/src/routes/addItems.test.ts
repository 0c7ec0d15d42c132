import type { FlowFile } from '@quorum/engine'
import { expect, test } from 'vitest'
import { testServer } from '../testing/testServer.ts'

const flow = (ends: 'idle' | 'closed', source: 'list' | 'open' = 'open'): FlowFile => ({
  format: 'quorum.flow/1',
  name: 'Inbox',
  nodes: [
    {
      id: 'q',
      kind: 'input',
      params: { fields: [{ name: 'list', type: 'json', required: true }] },
      position: { x: 0, y: 0 },
    },
    { id: 'p', kind: 'pool', params: { source, ends, maxItems: 5 }, position: { x: 0, y: 0 } },
    { id: 't', kind: 'template', parent: 'p', params: { text: 'Done: {{ item }}' }, position: { x: 0, y: 0 } },
    { id: 'list', kind: 'code', params: { source: 'export default (input) => input.list' }, position: { x: 0, y: 0 } },
    { id: 'a', kind: 'output', params: {}, position: { x: 0, y: 0 } },
  ],
  edges: [
    { id: 'e1', source: 'q', target: 'list' },
    { id: 'e2', source: 'list', target: 'p' },
    { id: 'e3', source: 'p', target: 'a' },
  ],
})

/** The host is killed and started again on the way. */
const long = { timeout: 10_000, interval: 20 }

test('items are added to a pool at work, once per key, until it is closed; the host may die in between', async () => {
  const { call, deps } = await testServer()
  const started = await call('POST', '/api/runs', { flow: flow('closed'), input: { list: ['a'] } })
  expect(started).toMatchObject({ status: 202 })
  const { id } = started.body as { id: string }
  const view = async () => (await call('GET', `/api/runs/${id}`)).body as { waitingFor: unknown[]; status: string }
  await expect.poll(async () => (await view()).waitingFor, long).not.toEqual([])
  const add = (body: object) => call('POST', `/api/runs/${id}/items/p`, body)
  expect(await add({ item: 'b', key: 'one' })).toMatchObject({ status: 202, body: { status: 'running' } })
  await deps.host.kill()
  expect(await add({ item: 'b', key: 'one' })).toMatchObject({ status: 200, body: { status: 'duplicate' } })
  expect(await add({ items: ['c', 'd', 'e', 'f'] })).toMatchObject({ status: 422, body: { code: 'invalid' } })
  expect(await add({})).toMatchObject({ status: 422, body: { code: 'invalid' } })
  expect(await add({ items: ['c'], close: true })).toMatchObject({ status: 202 })
  await expect.poll(async () => (await view()).status, long).not.toBe('running')
  expect(await view()).toMatchObject({ status: 'completed', output: { result: ['Done: a', 'Done: b', 'Done: c'] } })
  expect(await add({ item: 'late' })).toMatchObject({ status: 409, body: { code: 'wrong-status' } })
  expect(await call('GET', `/api/runs/${id}/items?node=p`)).toMatchObject({
    body: { items: [{ label: 'a', status: 'completed' }, { label: 'b' }, { label: 'c' }] },
  })
  const replay = (await call('POST', `/api/runs/${id}/replay`)).body as { id: string }
  const again = async () => (await call('GET', `/api/runs/${replay.id}`)).body as { status: string }
  await expect.poll(async () => (await again()).status, long).not.toBe('running')
  expect(await again()).toMatchObject({ status: 'completed', output: { result: ['Done: a', 'Done: b', 'Done: c'] } })
}, 30_000)

test('only a pool whose items are open takes more', async () => {
  const { call } = await testServer()
  const { id } = (await call('POST', '/api/runs', { flow: flow('idle', 'list'), input: { list: ['a'] } })).body as {
    id: string
  }
  expect(await call('POST', `/api/runs/${id}/items/p`, { item: 'b' })).toMatchObject({ status: 409 })
  expect(await call('POST', `/api/runs/${id}/items/none`, { item: 'b' })).toMatchObject({ status: 404 })
  expect(await call('POST', '/api/runs/none/items/p', { item: 'b' })).toMatchObject({ status: 404 })
}, 30_000)

test('an open pool that waits for more is told to finish, and its results go on', async () => {
  const { call } = await testServer()
  const { id } = (await call('POST', '/api/runs', { flow: flow('closed'), input: { list: ['a'] } })).body as {
    id: string
  }
  const view = async () => (await call('GET', `/api/runs/${id}`)).body as { waitingFor: unknown[]; status: string }
  await expect.poll(async () => (await view()).waitingFor, long).not.toEqual([])
  const finish = (path: string) => call('POST', `/api/runs/${id}/finish`, { path })
  expect(await finish('a')).toMatchObject({ status: 409, body: { code: 'wrong-status' } })
  expect(await finish('p')).toMatchObject({ status: 202 })
  await expect.poll(async () => (await view()).status, long).not.toBe('running')
  expect(await view()).toMatchObject({ status: 'completed', output: { result: ['Done: a'] } })
  expect(await finish('p')).toMatchObject({ status: 409 })
  expect(await call('POST', '/api/runs/none/finish', { path: 'p' })).toMatchObject({ status: 404 })
})
