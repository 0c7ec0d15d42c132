import { expect, test } from 'vitest'
import { echo } from '../testing/flows.ts'
import { testServer } from '../testing/testServer.ts'

test('a flow lives: saved, read, changed, restored, deleted and taken back', async () => {
  const { call } = await testServer()
  const made = await call('POST', '/api/flows', echo)
  expect(made).toMatchObject({ status: 201, body: { revision: 1, flow: { name: 'A chain' } } })
  expect(made.headers.get('etag')).toBe('"1"')
  const { id, createdAt } = made.body as { id: string; createdAt: string }
  expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  const url = `/api/flows/${id}`

  expect(await call('PUT', url, { ...echo, name: 'Two' })).toMatchObject({
    status: 428,
    body: { code: 'revision-required' },
  })
  expect(await call('PUT', url, { ...echo, name: 'Two' }, { 'if-match': '"1"' })).toMatchObject({
    status: 200,
    body: { revision: 2 },
  })
  expect(await call('PUT', url, { ...echo, name: 'Two' }, { 'if-match': '"1"' })).toMatchObject({
    status: 200,
    body: { revision: 2 },
  })
  expect(await call('PUT', url, { ...echo, name: 'Mine' }, { 'if-match': '"1"' })).toMatchObject({
    status: 412,
    body: { code: 'stale', current: { revision: 2, updatedAt: expect.any(String) } },
  })
  expect(await call('GET', `${url}/versions`)).toMatchObject({
    body: { items: [{ revision: 2 }, { revision: 1 }], nextCursor: null },
  })
  expect(await call('GET', `${url}/versions/1`)).toMatchObject({ body: { revision: 1, flow: { name: 'A chain' } } })
  expect(await call('POST', `${url}/versions/1/restore`, undefined, { 'if-match': '"2"' })).toMatchObject({
    body: { revision: 3, flow: { name: 'A chain' } },
  })
  expect(await call('DELETE', url)).toMatchObject({ status: 428 })
  expect(await call('DELETE', url, undefined, { 'if-match': '"3"' })).toMatchObject({ status: 204 })
  expect(await call('GET', url)).toMatchObject({ status: 404, body: { code: 'not-found' } })
  expect(await call('POST', `${url}/restore`, undefined, { 'if-match': '"3"' })).toMatchObject({
    status: 200,
    body: { revision: 3 },
  })
})

test('a flow with issues is saved; one that is no flow file is refused with its places', async () => {
  const { call } = await testServer()
  const odd = { ...echo, nodes: [...echo.nodes, { id: 'n', kind: 'from-the-future', params: { x: 1 } }], extra: true }
  const made = await call('POST', '/api/flows', odd)
  expect(made).toMatchObject({ status: 201, body: { flow: { extra: true } } })
  const checked = await call('POST', '/api/validate', odd)
  expect(checked).toMatchObject({ status: 200 })
  expect((checked.body as { issues: { code: string }[] }).issues.map((issue) => issue.code)).toContain('unknown-kind')

  expect(await call('POST', '/api/flows', '{"format":')).toMatchObject({ status: 400, body: { code: 'bad-json' } })
  expect(await call('POST', '/api/flows')).toMatchObject({ status: 400, body: { code: 'bad-json' } })
  expect(await call('POST', '/api/flows', { ...echo, nodes: [{ id: '__proto__', kind: 'input' }] })).toMatchObject({
    status: 422,
    body: { code: 'invalid', issues: [{ path: 'nodes[0].id' }] },
  })
  const many = Array.from({ length: 10_001 }, (_, i) => ({ id: `n${i}`, kind: 'template' }))
  const refused = await call('POST', '/api/flows', { ...echo, nodes: many, edges: [] })
  expect(refused).toMatchObject({ status: 422, body: { code: 'invalid', issues: [{ path: 'nodes' }] } })
  expect((refused.body as { detail: string }).detail).toContain('10,000')
  expect(await call('POST', '/api/flows', { ...echo, description: 'x'.repeat(10 * 1024 * 1024) })).toMatchObject({
    status: 413,
    body: { code: 'too-large' },
  })
  expect(await call('GET', '/api/flows')).toMatchObject({ body: { items: [{ name: 'A chain', nodeCount: 4 }] } })
})

test('lists come in pages, and a made-up cursor is refused', async () => {
  const { call } = await testServer()
  for (let i = 0; i < 5; i++) await call('POST', '/api/flows', { ...echo, name: `Flow ${i}` })
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: { name: string }[]; nextCursor: string | null } = (
      await call('GET', `/api/flows?limit=2${cursor && `&cursor=${cursor}`}`)
    ).body
    seen.push(...page.items.map((it) => it.name))
    cursor = page.nextCursor
  }
  expect(seen).toEqual(['Flow 4', 'Flow 3', 'Flow 2', 'Flow 1', 'Flow 0'])
  expect(await call('GET', '/api/flows?cursor=what')).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'cursor' }] },
  })
  expect(await call('GET', '/api/flows?limit=201')).toMatchObject({ status: 422 })
  expect(await call('GET', '/api/flows?q=Flow%203')).toMatchObject({ body: { items: [{ name: 'Flow 3' }] } })
})
