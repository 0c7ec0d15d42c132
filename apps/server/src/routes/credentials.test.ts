import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { databasePath } from '../db/open.ts'
import { keyFile } from '../secrets/sealKey.ts'
import { chain } from '../testing/flows.ts'
import { loopback, sendJson } from '../testing/loopback.ts'
import { readSse } from '../testing/readSse.ts'
import { testConfig, testServer } from '../testing/testServer.ts'

const value = 'sk-a-secret-that-nobody-may-see-1234'
const openai = { name: 'Work', kind: 'openai', value }
const models = async ({ call }: Awaited<ReturnType<typeof testServer>>) =>
  ((await call('GET', '/api/models')).body as { items: { id: string; available: boolean }[] }).items
const gpt = async (server: Awaited<ReturnType<typeof testServer>>) =>
  (await models(server)).find(({ id }) => id === 'openai/gpt-5')?.available

test('a key goes in, is used by models at once, and never comes out', async () => {
  const server = await testServer()
  const { call, request, config } = server
  expect(await gpt(server)).toBe(false)
  const stored = await call('PUT', '/api/credentials/work', openai)
  const shown = { id: 'work', name: 'Work', kind: 'openai', hint: '…1234', hosts: ['api.openai.com'], readable: true }
  expect(stored).toMatchObject({ status: 201, body: shown })
  expect(await gpt(server)).toBe(true)
  expect(await call('PUT', '/api/credentials/work', { name: 'Renamed', kind: 'openai' })).toMatchObject({
    status: 200,
    body: { ...shown, name: 'Renamed' },
  })
  for (const path of ['/api/credentials', '/api/credentials/work', '/api/models', '/api/settings'])
    expect(await (await request(path)).text()).not.toContain(value)
  expect(readFileSync(databasePath(config.dataFolder)).includes(value)).toBe(false)
  expect(statSync(join(config.dataFolder, keyFile)).mode & 0o777).toBe(0o600)

  // Should it turn up somewhere, it is hidden.
  expect(await (await request(`/api/nothing?${value}`)).text()).not.toContain(value)
  expect(server.deps.redact(`x ${value} y`)).toBe('x [hidden] y')

  expect(await call('DELETE', '/api/credentials/work')).toMatchObject({ status: 204 })
  expect(await call('DELETE', '/api/credentials/work')).toMatchObject({ status: 404 })
  expect(await gpt(server)).toBe(false)
})

test('every writing is sealed anew, and for its own place', async () => {
  const { call, config } = await testServer()
  await call('PUT', '/api/credentials/a', openai)
  await call('PUT', '/api/credentials/b', openai)
  const file = new SQLite(databasePath(config.dataFolder))
  const sealed = () => file.prepare('SELECT sealed FROM credential ORDER BY id').pluck().all() as string[]
  const [a, b] = sealed()
  expect(a).not.toBe(b)
  await call('PUT', '/api/credentials/a', openai)
  expect(sealed()[0]).not.toBe(a)
  file.prepare("UPDATE credential SET sealed = ? WHERE id = 'a'").run(b)
  file.close()
  expect(await call('GET', '/api/credentials/a')).toMatchObject({ body: { readable: false } })
  expect(await call('GET', '/api/credentials/b')).toMatchObject({ body: { readable: true } })
})

test('without its key a credential is unreadable and untouched, and with it is back', async () => {
  const config = testConfig()
  const first = await testServer({}, config)
  await first.call('PUT', '/api/credentials/a', openai)
  await first.close()
  const path = join(config.dataFolder, keyFile)
  const bytes = readFileSync(path)
  rmSync(path)

  const second = await testServer({}, config)
  expect(await second.call('GET', '/api/credentials/a')).toMatchObject({ body: { readable: false } })
  expect(await gpt(second)).toBe(false)
  await second.close()
  writeFileSync(path, bytes)
  const third = await testServer({}, config)
  expect(await third.call('GET', '/api/credentials/a')).toMatchObject({ body: { readable: true } })
  expect(await gpt(third)).toBe(true)
})

test('QUORUM_SECRET takes the place of the key file', async () => {
  const { call, config } = await testServer({ QUORUM_SECRET: 'a-secret-of-more-than-thirty-two-characters' })
  expect(await call('PUT', '/api/credentials/a', openai)).toMatchObject({ body: { readable: true } })
  expect(() => statSync(join(config.dataFolder, keyFile))).toThrow()
})

test('a key cannot be sent elsewhere by somebody who does not know it', async () => {
  const { call } = await testServer()
  const bearer = { name: 'x', kind: 'bearer', hosts: ['api.example.com'] }
  await call('PUT', '/api/credentials/a', { ...bearer, value })
  expect(await call('PUT', '/api/credentials/a', { ...bearer, hosts: ['evil.example'] })).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'value' }] },
  })
  expect(await call('PUT', '/api/credentials/a', { ...bearer, hosts: ['b.example'], value })).toMatchObject({
    status: 200,
    body: { hosts: ['b.example'] },
  })
})

test('what is no key, or has no place, is refused at the field, and nothing is stored', async () => {
  const { call } = await testServer()
  const wrong: [object, string][] = [
    [{ ...openai, value: undefined }, 'value'],
    [{ ...openai, value: 'a\nb' }, 'value'],
    [{ ...openai, hosts: ['evil.example'] }, 'hosts'],
    [{ ...openai, kind: 'bearer' }, 'hosts'],
    [{ ...openai, kind: 'bearer', hosts: ['http://'] }, 'hosts'],
    [{ ...openai, kind: 'header', hosts: ['a.example'] }, 'header'],
    [{ ...openai, kind: 'header', hosts: ['a.example'], header: 'Host' }, 'header'],
    [{ ...openai, kind: 'basic', hosts: ['a.example'] }, 'value'],
    [{ ...openai, kind: 'other' }, 'kind'],
  ]
  for (const [wish, path] of wrong) {
    const answer = await call('PUT', '/api/credentials/a', wish)
    expect(answer, JSON.stringify(wish)).toMatchObject({ status: 422, body: { issues: [{ path }] } })
    expect(JSON.stringify(answer.body)).not.toContain(value)
  }
  expect(await call('GET', '/api/credentials')).toMatchObject({ body: { items: [] } })
})

test('a key of the own endpoint is tried there', async () => {
  const there = await loopback(({ headers }, response) =>
    headers.authorization === `Bearer ${value}` ? sendJson(response, { data: [] }) : sendJson(response, {}, 401),
  )
  const { call } = await testServer({ QUORUM_MODEL_URL: `${there.url}/v1` })
  await call('PUT', '/api/credentials/a', { name: 'x', kind: 'local', value })
  await call('PUT', '/api/credentials/b', { name: 'x', kind: 'local', value: 'wrong' })
  expect(await call('POST', '/api/credentials/a/test')).toMatchObject({ status: 200, body: { ok: true } })
  expect(await call('POST', '/api/credentials/b/test')).toMatchObject({ status: 200, body: { ok: false } })
  expect(there.heard.map(({ url }) => url)).toEqual(['/v1/models', '/v1/models'])
})

test('an OAuth client’s secret goes to its token address only, and the token it gives to the hosts it is for', async () => {
  const token = 'an-access-token-nobody-may-see'
  const there = await loopback(({ url, headers }, response) => {
    if (url === '/token') return sendJson(response, { access_token: token, expires_in: 3_600 })
    sendJson(response, { said: headers.authorization })
  })
  const { call, request } = await testServer({ QUORUM_ALLOW_PRIVATE_NETWORK: there.place })
  const oauth = { tokenUrl: `${there.url}/token`, clientId: 'me', scope: 'read' }
  const stored = await call('PUT', '/api/credentials/a', {
    name: 'x',
    kind: 'oauth2',
    hosts: [there.place],
    oauth,
    value,
  })
  expect(stored).toMatchObject({ status: 201, body: { kind: 'oauth2', oauth } })
  const flow = chain([
    { id: 'h', kind: 'http', params: { url: `${there.url}/api`, credential: 'a' } },
    { id: 'i', kind: 'http', params: { url: `${there.url}/api`, credential: 'a' } },
  ])
  const { id } = (await call('POST', '/api/runs', { flow, input: { question: 'x' } })).body as { id: string }
  const { body } = await request(`/api/runs/${id}/events`)
  for await (const _ of readSse(body as ReadableStream<Uint8Array>)) {
    // To its end.
  }
  expect(there.heard.map(({ url }) => url)).toEqual(['/token', '/api', '/api'])
  const [asked, used] = there.heard
  expect(asked?.headers.authorization).toBe(`Basic ${Buffer.from(`me:${value}`).toString('base64')}`)
  expect(asked?.body).toBe('grant_type=client_credentials&scope=read')
  expect(used?.headers.authorization).toBe(`Bearer ${token}`)
  // The other side says it back, and still nobody sees it.
  for (const path of [`/api/runs/${id}`, `/api/runs/${id}/log`, '/api/credentials', '/api/audit']) {
    const text = await (await request(path)).text()
    for (const secret of [token, value]) expect(text, path).not.toContain(secret)
  }
  // The thread of the runs writes its entries together, a moment later.
  await expect
    .poll(async () => (await call('GET', '/api/audit')).body)
    .toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ action: 'credential.use', target: 'a' })]),
    })
})

test('a new QUORUM_SECRET takes the stored keys over when it is told the old one', async () => {
  const old = 'an-old-secret-of-more-than-thirty-two-characters'
  const next = 'a-new-secret-of-more-than-thirty-two-characters!'
  const config = testConfig({ QUORUM_SECRET: old })
  const first = await testServer({}, config)
  await first.call('PUT', '/api/credentials/a', openai)
  await first.close()
  const second = await testServer({}, { ...config, secret: next, oldSecret: old })
  expect(await second.call('GET', '/api/credentials/a')).toMatchObject({ body: { readable: true } })
  await second.close()
  const third = await testServer({}, { ...config, secret: next, oldSecret: null })
  expect(await third.call('GET', '/api/credentials/a')).toMatchObject({ body: { readable: true } })
}, 30_000)

test('it says which flows name a key, and a key in the settings of a step is warned about', async () => {
  const { call } = await testServer()
  await call('PUT', '/api/credentials/a', openai)
  const flow = chain([{ id: 'h', kind: 'http', params: { url: 'https://a.example', credential: 'a' } }])
  const { id } = (await call('POST', '/api/flows', { ...flow, name: 'Mine' })).body as { id: string }
  expect(await call('GET', '/api/credentials/a')).toMatchObject({ body: { usedBy: [{ id, name: 'Mine' }] } })
  const pasted = chain([{ id: 'h', kind: 'http', params: { url: `https://a.example?key=${value}` } }])
  expect((await call('POST', '/api/validate', pasted)).body).toMatchObject({
    issues: expect.arrayContaining([expect.objectContaining({ code: 'pasted-key', severity: 'warning', nodeId: 'h' })]),
  })
})
