import { expect, test } from 'vitest'
import { openRoutes } from './http/auth.ts'
import { bodyLimits } from './http/body.ts'
import { testServer } from './testing/testServer.ts'

const token = 'a-token-of-enough-characters'
const fill = (path: string): string => path.replace(/\{\w+\}/g, 'x')

test('every route refuses foreign hosts, foreign pages, oversized bodies, and people without the token', async () => {
  const { specs, app, request } = await testServer({ QUORUM_TOKEN: token })
  const authorization = `Bearer ${token}`
  expect(specs.length).toBeGreaterThan(30)
  for (const { method: lower, path, body } of specs) {
    const method = lower.toUpperCase()
    const at = fill(path)
    const where = `${method} ${path}`
    for (const host of ['evil.example', '127.0.0.1:1', 'localhost.evil.example:4400']) {
      expect((await app.request(at, { method, headers: { host, authorization } })).status, where).toBe(421)
    }
    if (!openRoutes.some((open) => open === where)) {
      expect((await request(at, { method })).status, where).toBe(401)
      expect(
        (await request(at, { method, headers: { authorization: 'Bearer wrong-wrong-wrong-wrong-wrong' } })).status,
        where,
      ).toBe(401)
    }
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1:4401' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of foreign) {
      expect((await request(at, { method, headers: { authorization, ...headers } })).status, where).toBe(403)
    }
    if (lower === 'get' || !body) continue
    const large = JSON.stringify('x'.repeat(body.maxBytes))
    const headers = { authorization, 'content-type': 'application/json' }
    expect((await request(at, { method, headers, body: large })).status, where).toBe(413)
    expect(
      (await request(at, { method, headers: { ...headers, 'content-type': 'text/plain' }, body: '{}' })).status,
      where,
    ).toBe(415)
    expect([bodyLimits.flow, bodyLimits.other]).toContain(body.maxBytes)
  }
})

test('only our own pages may post, and a program without an origin', async () => {
  const { request } = await testServer()
  const post = async (headers: Record<string, string>) =>
    (
      await request('/api/validate', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      })
    ).status
  expect(await post({ origin: 'http://127.0.0.1:4400' })).toBe(200)
  expect(await post({ origin: 'http://localhost:4400', 'sec-fetch-site': 'same-origin' })).toBe(200)
  expect(await post({ 'sec-fetch-site': 'none' })).toBe(200)
  expect(await post({})).toBe(200)
})

test('another site may link to a page, and neither frame it, load from it nor listen to it', async () => {
  const { request } = await testServer()
  const from = async (path: string, headers: Record<string, string>) =>
    (await request(path, { headers: { 'sec-fetch-site': 'cross-site', ...headers } })).status
  const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  expect(await from('/api/docs', link)).toBe(200)
  expect(await from('/api/docs', { ...link, 'sec-fetch-dest': 'iframe' })).toBe(403)
  expect(await from('/api/docs', { ...link, origin: 'https://evil.example' })).toBe(403)
  for (const path of ['/api/events?runs=x', '/api/runs/x/events', '/assets/none.js', '/metrics'])
    expect(await from(path, { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }), path).toBe(403)
})

test('the address people use may be another one, if the operator says so', async () => {
  const { app } = await testServer({
    HOST: '0.0.0.0',
    QUORUM_TOKEN: token,
    QUORUM_PUBLIC_URL: 'https://quorum.example',
  })
  const health = (host: string) => app.request('/api/health', { headers: { host } })
  expect((await health('quorum.example')).status).toBe(200)
  expect((await health('0.0.0.0:4400')).status).toBe(421)
  expect((await health('other.example')).status).toBe(421)
})

test('signing in gives a cookie that works until one signs out', async () => {
  const { request } = await testServer({ QUORUM_TOKEN: token })
  const page = await request('/')
  expect(page.status).toBe(401)
  expect(await page.text()).toContain('<form method="post" action="/sign-in">')
  const signIn = (value: string) =>
    request('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: value }).toString(),
    })
  expect((await signIn('wrong')).status).toBe(401)
  const signed = await signIn(token)
  expect(signed.status).toBe(303)
  const set = signed.headers.get('set-cookie') ?? ''
  expect(set).toMatch(/HttpOnly.*SameSite=Strict/)
  expect(set).not.toContain(token)
  const cookie = set.split(';')[0] ?? ''
  expect((await request('/api/flows', { headers: { cookie } })).status).toBe(200)
  expect((await request('/api/flows', { headers: { cookie: `${cookie}x` } })).status).toBe(401)
  await request('/sign-out', { method: 'POST', headers: { cookie } })
  expect((await request('/api/flows', { headers: { cookie } })).status).toBe(401)
})

test('guessing tokens is slowed down', async () => {
  const { request } = await testServer({ QUORUM_TOKEN: token })
  const guess = () =>
    request('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'token=x',
    })
  for (let i = 0; i < 10; i++) expect((await guess()).status).toBe(401)
  const refused = await guess()
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  const call = async (bearer: string) =>
    (await request('/api/flows', { headers: { authorization: `Bearer ${bearer}` } })).status
  for (let i = 0; i < 600; i++) expect(await call(`qrm_${i}`)).toBe(401)
  expect(await call('qrm_600')).toBe(429)
  expect(await call(token)).toBe(200)
})

test('when exposed nobody calls more than 600 times a minute, and on loopback there is no such limit', async () => {
  const { request, config } = await testServer({
    HOST: '0.0.0.0',
    QUORUM_TOKEN: token,
    QUORUM_PUBLIC_URL: 'https://quorum.example',
  })
  expect(config.loopback).toBe(false)
  const health = async () => (await request('/api/health')).status
  for (let i = 0; i < 600; i++) expect(await health()).toBe(200)
  expect(await health()).toBe(429)
  const local = await testServer()
  for (let i = 0; i < 601; i++) expect((await local.request('/api/health')).status).toBe(200)
})

test('every answer carries the headers, and each page a nonce of its own', async () => {
  const { request } = await testServer()
  const nonces = new Set<string>()
  for (const path of ['/', '/api/health', '/api/nothing', '/api/docs', '/assets/none.js']) {
    const { headers } = await request(path)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy, path).toContain("default-src 'none'")
    expect(policy, path).not.toContain('unsafe')
    nonces.add(/nonce-([^']+)/.exec(policy)?.[1] ?? '')
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('access-control-allow-origin'), path).toBeNull()
  }
  expect(nonces.size).toBe(5)
})

test('an unknown address is a problem, a missing asset is not a page, anything else is the editor', async () => {
  const { call, request } = await testServer()
  expect(await call('GET', '/api/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } })
  expect(await call('PATCH', '/api/flows')).toMatchObject({ status: 404, body: { code: 'not-found' } })
  expect((await request('/assets/none.js')).status).toBe(404)
  expect((await request('/assets/../../../package.json')).headers.get('content-type')).not.toContain(
    'application/json;',
  )
  expect(await call('POST', '/api/runs/x/items/y', {})).toMatchObject({ status: 422, body: { code: 'invalid' } })
})
