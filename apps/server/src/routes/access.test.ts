import { describe, expect, test } from 'vitest'
import { neededScope, scopes } from '../http/scope.ts'
import { testServer } from '../testing/testServer.ts'

const token = 'a-token-of-enough-characters'
const bearer = (value: string) => ({ authorization: `Bearer ${value}` })
const fill = (path: string): string => path.replace(/\{\w+\}/g, 'x')
const flow = {
  format: 'quorum.flow/1',
  name: 'one',
  nodes: [
    { id: 'q', kind: 'input', position: { x: 0, y: 0 }, params: {} },
    { id: 'out', kind: 'output', position: { x: 9, y: 0 }, params: {} },
  ],
  edges: [{ id: 'e', source: 'q', target: 'out' }],
}

async function server() {
  const made = await testServer({ QUORUM_TOKEN: token })
  const admin = bearer(token)
  const create = async (scope: string, days: number | null = 1) => {
    const { body } = await made.call('POST', '/api/tokens', { name: `a ${scope} token`, scope, days }, admin)
    return body as { id: string; token: string; scope: string; hint: string }
  }
  return { ...made, admin, create }
}

describe('a token for a program', () => {
  test('may do what its scope says, on every route', async () => {
    const { specs, request, create } = await server()
    const tokens = new Map<string, string>()
    for (const scope of scopes) tokens.set(scope, (await create(scope)).token)
    for (const spec of specs) {
      const needed = neededScope(spec)
      for (const scope of scopes) {
        const { status } = await request(fill(spec.path), {
          method: spec.method.toUpperCase(),
          headers: { ...bearer(tokens.get(scope) ?? ''), 'content-type': 'application/json' },
          ...(spec.method === 'get' || spec.method === 'delete' ? {} : { body: '[' }),
        })
        const may = scopes.indexOf(scope) >= scopes.indexOf(needed)
        const where = `${spec.method} ${spec.path} with ${scope}`
        if (may) expect([401, 403], where).not.toContain(status)
        else expect(status, where).toBe(403)
      }
    }
  }, 30_000)

  test('is shown once, kept hashed, and ends by time or by hand', async () => {
    const { call, create, admin, deps } = await server()
    const made = await create('read')
    const { body } = await call('GET', '/api/tokens', undefined, admin)
    expect(JSON.stringify(body)).not.toContain(made.token)
    expect(body).toMatchObject({ items: [{ name: 'a read token', scope: 'read', hint: made.hint, usedAt: null }] })
    expect((await call('GET', '/api/flows', undefined, bearer(made.token))).status).toBe(200)
    await call('DELETE', `/api/tokens/${made.id}`, undefined, admin)
    expect((await call('GET', '/api/flows', undefined, bearer(made.token))).status).toBe(401)
    const over = deps.apiTokens.create({ name: 'over', scope: 'admin', expiresAt: Date.now() - 1 })
    expect((await call('GET', '/api/flows', undefined, bearer(over.token))).status).toBe(401)
  })

  test('that may only run starts saved flows, and none that it brings along', async () => {
    const { call, create, admin } = await server()
    const { body } = await call('POST', '/api/flows', flow, admin)
    const { id } = body as { id: string }
    const run = bearer((await create('run')).token)
    expect((await call('POST', '/api/runs', { flowId: id }, run)).status).toBe(202)
    expect((await call('POST', '/api/runs', { flow }, run)).status).toBe(403)
  })

  test('limits a program on a server without a password, too', async () => {
    const { call } = await testServer()
    const { body } = await call('POST', '/api/tokens', { name: 'r', scope: 'read' })
    const read = bearer((body as { token: string }).token)
    expect((await call('POST', '/api/flows', flow, read)).status).toBe(403)
    expect((await call('POST', '/api/flows', flow)).status).toBe(201)
    expect((await call('GET', '/api/flows', undefined, bearer('qrm_wrong'))).status).toBe(401)
  })
})

test('what was changed, by whom, and what was refused is on record, newest first', async () => {
  const { call, create, admin } = await server()
  const edit = await create('edit')
  const saved = await call('POST', '/api/flows', flow, bearer(edit.token))
  const { id } = saved.body as { id: string }
  await call('DELETE', `/api/flows/${id}`, undefined, bearer(edit.token))
  await call('PUT', '/api/settings', { defaultModel: 'simulated/fast' }, bearer(edit.token))
  await call('POST', '/api/validate', { nodes: [] }, admin)
  const { body } = await call('GET', '/api/audit', undefined, admin)
  const { items } = body as { items: Record<string, string>[] }
  expect(items.map(({ who, action, target, outcome }) => [who, action, target, outcome])).toEqual([
    ['an edit token'.replace('an', 'a'), 'PUT /api/settings', '', 'forbidden'],
    ['a edit token', 'DELETE /api/flows/{id}', id, items[1]?.outcome],
    ['a edit token', 'POST /api/flows', '', 'ok'],
    ['token', 'POST /api/tokens', '', 'ok'],
  ])
  const first = (await call('GET', '/api/audit?limit=1', undefined, admin)).body as {
    items: object[]
    nextCursor: string
  }
  expect(first.items).toHaveLength(1)
  const rest = await call('GET', `/api/audit?cursor=${first.nextCursor}`, undefined, admin)
  expect((rest.body as { items: object[] }).items).toHaveLength(3)
})

test('signing in, well or badly, is on record without the token', async () => {
  const { request, call, admin } = await server()
  for (const value of ['wrong-but-secret-guess', token])
    await request('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: value }).toString(),
    })
  const { body } = await call('GET', '/api/audit', undefined, admin)
  expect(body).toMatchObject({ items: [{ action: 'sign-in', outcome: 'ok' }, { outcome: 'wrong token' }] })
  expect(JSON.stringify(body)).not.toMatch(/guess|a-token/)
})

test('a file of a flow is a download that no browser runs', async () => {
  const { call, deps } = await testServer()
  deps.files.write('f', 'page.html', '<script>alert(1)</script>', { append: false, key: 'k' })
  expect((await call('GET', '/api/flows/f/files')).body).toMatchObject({ items: [{ name: 'page.html', size: 25 }] })
  const file = await call('GET', '/api/flows/f/files/page.html')
  expect(file.headers.get('content-disposition')).toContain('attachment')
  expect(file.headers.get('content-security-policy')).toBe('sandbox')
  expect(file.headers.get('x-content-type-options')).toBe('nosniff')
  expect(file.headers.get('content-type')).toContain('text/plain')
  expect((await call('DELETE', '/api/flows/f/files/page.html')).status).toBe(204)
})
