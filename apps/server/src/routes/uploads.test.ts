import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { migrateDatabase, openDatabase } from '../db/open.ts'
import { createUploads } from '../store/uploads.ts'
import { agent } from '../testing/flows.ts'
import { tempFolder, testServer } from '../testing/testServer.ts'

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(40, 7)])
const send = (name: string, bytes: Buffer) => ({ name, data: bytes.toString('base64') })
const asking = {
  ...agent,
  nodes: agent.nodes.map((node) =>
    node.id === 'q'
      ? {
          ...node,
          params: {
            fields: [
              { name: 'photo', type: 'file', required: true },
              { name: 'note', type: 'file' },
            ],
          },
        }
      : node.id === 'w'
        ? { ...node, params: { model: 'local/eyes', prompt: 'What is on {{ input.photo }}?' } }
        : node,
  ),
}

test('a file is what its bytes are, whatever it is called', async () => {
  const { call } = await testServer()
  const put = (name: string, bytes: Buffer) => call('POST', '/api/uploads', send(name, bytes))
  expect((await put('C:\\pictures\\cat.png', png)).body).toMatchObject({ name: 'cat.png', type: 'image/png', size: 48 })
  expect((await put('cat.txt', png)).body).toMatchObject({ type: 'image/png' })
  expect((await put('a.csv', Buffer.from('a,b\n1,ü'))).body).toMatchObject({ type: 'text/csv' })
  expect((await put('page.html', Buffer.from('<script>alert(1)</script>'))).body).toMatchObject({ type: 'text/plain' })
  for (const [name, bytes] of [
    ['program.png', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1])],
    ['empty.txt', Buffer.alloc(0)],
    ['large.txt', Buffer.alloc(5 * 1024 * 1024 + 1, 65)],
  ] as const)
    expect(await put(name, bytes), name).toMatchObject({ status: 422, body: { code: 'invalid' } })
  expect(await call('POST', '/api/uploads', { name: 'x', data: 'no base64!' })).toMatchObject({ status: 422 })
  expect((await call('POST', '/api/uploads', { name: 'x', data: 'A'.repeat(9 * 1024 * 1024) })).status).toBe(413)
})

test('it comes back as a download and never as a page', async () => {
  const { call, request } = await testServer()
  const { body } = await call('POST', '/api/uploads', send('x.html', Buffer.from('<script>alert(1)</script>')))
  const { headers, status } = await request(`/api/uploads/${(body as { file: string }).file}`)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('application/octet-stream')
  expect(headers.get('content-disposition')).toMatch(/^attachment/)
  expect(headers.get('content-security-policy')).toBe('sandbox')
  expect((await request('/api/uploads/../../etc/passwd')).status).not.toBe(500)
  expect((await request(`/api/uploads/${'0'.repeat(64)}`)).status).toBe(404)
})

test('a model sees what the run was given; the log only names it', async () => {
  const asked: string[] = []
  const endpoint = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    asked.push(body)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ choices: [{ message: { content: 'A cat.' }, finish_reason: 'stop' }] }))
  })
  await new Promise<void>((done) => endpoint.listen(0, '127.0.0.1', done))
  onTestFinished(() => void endpoint.close())
  const { port } = endpoint.address() as AddressInfo
  const { call, request } = await testServer({ QUORUM_MODEL_URL: `http://127.0.0.1:${port}/v1` })
  const { body: photo } = await call('POST', '/api/uploads', send('cat.png', png))
  const { body: note } = await call('POST', '/api/uploads', send('note.txt', Buffer.from('Its name is Tom.')))
  const { body } = await call('POST', '/api/runs', { flow: asking, input: { photo, note } })
  const { id } = body as { id: string }
  await vi.waitFor(
    async () => expect((await call('GET', `/api/runs/${id}`)).body).toMatchObject({ status: 'completed' }),
    { timeout: 8_000 },
  )
  const { messages } = JSON.parse(asked[0] ?? '{}')
  expect(messages.at(-1)).toEqual({
    role: 'user',
    content: [
      { type: 'text', text: 'What is on cat.png?\n\n--- note.txt ---\nIts name is Tom.' },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } },
    ],
  })
  expect(await (await request(`/api/runs/${id}/log?limit=200`)).text()).not.toContain(png.toString('base64'))
})

test('a run does not start with a file that is not there, or something else in its place', async () => {
  const { call } = await testServer({ QUORUM_MODEL_URL: 'http://127.0.0.1:9/v1' })
  const ghost = { file: '0'.repeat(64), name: 'ghost.png', type: 'image/png', size: 1 }
  for (const photo of [ghost, 'cat.png', { file: '../x', name: 'a', type: 'b', size: 1 }])
    expect(await call('POST', '/api/runs', { flow: asking, input: { photo } })).toMatchObject({
      status: 422,
      body: { code: 'invalid' },
    })
})

test('what no run took goes after a day; what one took goes with it', () => {
  const database = openDatabase(tempFolder(), 'normal')
  onTestFinished(() => database.close())
  migrateDatabase(database)
  const day = 86_400_000
  let now = 0
  const uploads = createUploads(database, () => now)
  const unused = uploads.keep('a.txt', 'text/plain', Buffer.from('a'))
  const used = uploads.keep('b.txt', 'text/plain', Buffer.from('b'))
  expect(uploads.use([used])).toEqual([])
  uploads.deleteOld(null)
  expect(uploads.get(unused.file)).not.toBeNull()
  now = 2 * day
  uploads.deleteOld(null)
  expect(uploads.get(unused.file)).toBeNull()
  expect(uploads.get(used.file)).not.toBeNull()
  uploads.deleteOld(0)
  expect(uploads.get(used.file)).toBeNull()
})
