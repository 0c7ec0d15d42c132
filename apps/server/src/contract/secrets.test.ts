import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { backUp } from '../backup/backUp.ts'
import { startServer } from './serverProcess.ts'

/** With letters that JSON, addresses and base64 write otherwise. */
const secrets = {
  bearer: 'bearer-Zq7/"x+9&4mKpT2v=secret',
  basic: 'someone:basic-pass-8Hn2Lw5Rt',
  oauth: 'oauth-client-secret-3Fv6Ys1Kq',
  local: 'local-model-key-5Gd9Xb2Nc',
  token: 'the-token-of-the-operator-7Jm4',
  issued: 'issued-access-token-0Pk8Wz6Ea',
}
type Secret = keyof typeof secrets

const formsOf = (secret: string): string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('base64url'),
  Buffer.from(secret).toString('hex'),
]
const password = secrets.basic.slice(secrets.basic.indexOf(':') + 1)
const forms = [...Object.values(secrets), password].flatMap(formsOf)

/** Which of them stand in the bytes. */
function found(bytes: Buffer): string[] {
  return forms.filter((form) => bytes.includes(form))
}

/** Something that says back all it is told, keys first: as bad as a service can be. */
async function parrot() {
  const heard: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const key = String(request.headers.authorization ?? '')
    heard.push(key)
    if (request.url === '/token')
      return response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ access_token: secrets.issued, token_type: 'Bearer', expires_in: 3_600 }))
    if (request.url?.startsWith('/v1/')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const piece of `You sent ${key}!`.match(/.{1,3}/g) ?? [])
        response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: piece }, finish_reason: null }] })}\n\n`)
      return response.end(
        `data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`,
      )
    }
    const status = request.url === '/fail' ? 500 : 200
    response.writeHead(status, { 'content-type': 'text/plain', 'x-echo': key.replace(/[^\x20-\x7e]/g, '') })
    return response.end(`${key} ${encodeURIComponent(key)} ${Buffer.from(key).toString('base64')} ${body}`)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { heard, host: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

test('a secret that was put in is sent where it belongs and found nowhere else, byte by byte', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorum-secrets-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { heard, host } = await parrot()
  const server = await startServer(folder, {
    QUORUM_TOKEN: secrets.token,
    QUORUM_MODEL_URL: `http://${host}/v1`,
    QUORUM_ALLOW_PRIVATE_NETWORK: host,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${host}`,
    QUORUM_LOG: 'json',
  })
  onTestFinished(() => server.stop())
  const seen: { readonly where: string; readonly bytes: Buffer }[] = []
  const written: Buffer[] = []
  for (const stream of [server.process.stdout, server.process.stderr])
    stream?.on('data', (chunk) => written.push(chunk))
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${secrets.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    seen.push(
      { where: `${method} ${path}`, bytes },
      { where: `${method} ${path} headers`, bytes: Buffer.from(JSON.stringify([...response.headers])) },
    )
    return bytes.length > 0 && response.headers.get('content-type')?.includes('json')
      ? JSON.parse(bytes.toString())
      : null
  }

  const place = { hosts: [host] }
  await ask('PUT', '/api/credentials/b', { name: 'B', kind: 'bearer', value: secrets.bearer, ...place })
  await ask('PUT', '/api/credentials/c', { name: 'C', kind: 'basic', value: secrets.basic, ...place })
  await ask('PUT', '/api/credentials/l', { name: 'L', kind: 'local', value: secrets.local })
  await ask('PUT', '/api/credentials/o', {
    name: 'O',
    kind: 'oauth2',
    value: secrets.oauth,
    oauth: { tokenUrl: `http://${host}/token`, clientId: 'me' },
    ...place,
  })
  // A key that is no key, so that refusals are looked at, too.
  await ask('PUT', '/api/credentials/x', { name: 'X', kind: 'basic', value: secrets.oauth, ...place })
  for (const id of ['b', 'c', 'l', 'o']) await ask('POST', `/api/credentials/${id}/test`, {})

  const step = (id: string, kind: string, params: object, policy = {}) => ({
    id,
    kind,
    params,
    policy,
    position: { x: 0, y: 0 },
  })
  const get = (path: string, credential: Secret | string) => ({
    method: 'GET',
    url: `http://${host}${path}`,
    credential,
  })
  const flow = {
    format: 'quorum.flow/1',
    name: 'Everything that carries a key',
    nodes: [
      step('q', 'input', { fields: [{ name: 'text', type: 'text' }] }),
      step('bearer', 'http', get('/echo', 'b')),
      step('basic', 'http', get('/echo', 'c')),
      step('oauth', 'http', get('/echo', 'o')),
      step('bad', 'http', get('/fail', 'b'), { attempts: 1, onError: 'fallback', fallbackValue: 'x' }),
      step('model', 'agent', { model: 'local/m', prompt: 'Say it: {{ input.text }}' }),
      step('keep', 'file', { action: 'write', name: 'kept.txt', text: '{{ nodes.bearer.body }} {{ nodes.model }}' }),
      step('all', 'join', { need: 'all', merge: 'object' }),
      step('out', 'output', {}),
    ],
    edges: [
      ...['bearer', 'basic', 'oauth', 'bad', 'model'].flatMap((id) => [
        { id: `i${id}`, source: 'q', target: id },
        { id: `o${id}`, source: id, target: 'all' },
      ]),
      { id: 'k1', source: 'all', target: 'keep' },
      { id: 'k2', source: 'keep', target: 'out' },
    ],
  }
  const { id: flowId } = await ask('POST', '/api/flows', flow)
  const { id } = await ask('POST', '/api/runs', { flowId, input: { text: `my key is ${secrets.bearer}` } })
  await ask('GET', `/api/runs/${id}/events`)
  await ask('GET', `/api/runs/${id}/events?after=1`)
  const view = await ask('GET', `/api/runs/${id}`)
  expect(view).toMatchObject({ status: 'completed', error: null })

  // It was all sent: otherwise there would be nothing to find.
  for (const key of [
    `Bearer ${secrets.bearer}`,
    `Basic ${Buffer.from(secrets.basic).toString('base64')}`,
    `Bearer ${secrets.local}`,
    `Bearer ${secrets.issued}`,
  ])
    expect(heard).toContain(key)
  expect(seen.some(({ bytes }) => bytes.includes('[hidden]'))).toBe(true)

  const steps = Object.keys(view.nodes)
  const looks = [
    'credentials',
    'credentials/b',
    'settings',
    'models',
    'audit',
    'tokens',
    'flows',
    `flows/${flowId}`,
    `flows/${flowId}/versions`,
    `flows/${flowId}/export`,
    `flows/${flowId}/export?as=mermaid`,
    `flows/${flowId}/files`,
    `flows/${flowId}/files/kept.txt`,
    'runs',
    `runs?q=${encodeURIComponent(secrets.local)}`,
    `runs/${id}/log`,
    `runs/${id}/flow`,
    ...steps.map((path) => `runs/${id}/steps/${path}`),
    'openapi.json',
    'docs',
  ]
  for (const path of looks) await ask('GET', `/api/${path}`)
  await ask('GET', '/metrics')
  await ask('GET', '/')
  await ask('POST', '/api/flows', { ...flow, nodes: secrets.bearer })
  const { id: again } = await ask('POST', `/api/runs/${id}/replay`, {})
  await ask('GET', `/api/runs/${again}/events`)
  await ask('PUT', '/api/credentials/b', { name: 'B', kind: 'bearer', value: secrets.bearer, hosts: ['a b'] })

  await backUp(folder, join(folder, 'copy.sqlite'))
  await server.stop()
  for (const { where, bytes } of seen) expect(found(bytes), where).toEqual([])
  expect(found(Buffer.concat(written)), 'what the server wrote').toEqual([])
  expect(Buffer.concat(written).toString()).toContain('"message":"run ended"')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /sqlite/.test(name))
  expect(files.length).toBeGreaterThanOrEqual(2)
  for (const name of files) {
    const bytes = readFileSync(join(folder, name))
    expect(found(bytes), name).toEqual([])
  }
  const cells = cellsOf(join(folder, 'copy.sqlite'))
  expect(cells.length).toBeGreaterThan(50)
  for (const { where, bytes } of cells) expect(found(bytes), where).toEqual([])
}, 60_000)

/** Every cell of every table, unpacked where it is packed. */
function cellsOf(file: string): { readonly where: string; readonly bytes: Buffer }[] {
  const sqlite = new SQLite(file, { readonly: true })
  const tables = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[]
  const cells = tables.flatMap((table) =>
    (sqlite.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[]).flatMap((row) =>
      Object.entries(row).flatMap(([column, value]) => {
        if (typeof value === 'string') return [{ where: `${table}.${column}`, bytes: Buffer.from(value) }]
        if (!(value instanceof Uint8Array)) return []
        const packed = value[0] === 0x28 && value[1] === 0xb5
        return [{ where: `${table}.${column}`, bytes: packed ? zstdDecompressSync(value) : Buffer.from(value) }]
      }),
    ),
  )
  sqlite.close()
  return cells
}
