import type { RunView } from '@quorum/engine'
import { expect, test } from 'vitest'
import { chain } from '../testing/flows.ts'
import { loopback, sendJson } from '../testing/loopback.ts'
import { readSse } from '../testing/readSse.ts'
import { testServer } from '../testing/testServer.ts'

type Server = Awaited<ReturnType<typeof testServer>>

async function run({ call, request }: Server, params: Record<string, unknown>, policy?: object): Promise<RunView> {
  const flow = chain([{ id: 'h', kind: 'http', params, ...(policy ? { policy } : {}) }])
  const started = await call('POST', '/api/runs', { flow, input: { question: 'a/b?c' } })
  expect(started.body).toMatchObject({ status: 'running' })
  const { id } = started.body as { id: string }
  const { body } = await request(`/api/runs/${id}/events`)
  for await (const _ of readSse(body as ReadableStream<Uint8Array>)) {
    // To its end.
  }
  return (await call('GET', `/api/runs/${id}`)).body
}

test('an http node calls an address the operator allows, and passes on status, headers and body', async () => {
  const there = await loopback((_, response) => sendJson(response, { fine: true }))
  const server = await testServer({ QUORUM_ALLOW_PRIVATE_NETWORK: there.place })
  const view = await run(server, {
    method: 'POST',
    url: `${there.url}/v1/{{ input.question }}?q={{ input.question }}`,
    headers: { 'X-Question': '{{ input.question }}' },
    body: { asked: '{{ input.question }}' },
  })
  expect(view).toMatchObject({
    status: 'completed',
    output: { result: { status: 200, headers: { 'content-type': 'application/json' }, body: { fine: true } } },
    usage: { calls: 0 },
  })
  expect(there.heard).toMatchObject([
    {
      method: 'POST',
      url: '/v1/a%2Fb%3Fc?q=a%2Fb%3Fc',
      body: '{"asked":"a/b?c"}',
      headers: {
        'content-type': 'application/json',
        'x-question': 'a/b?c',
        'idempotency-key': `${view.id}/h/1`,
      },
    },
  ])
})

test('without that permission it is refused before anything is sent, and not tried again', async () => {
  const there = await loopback((_, response) => sendJson(response, {}))
  const view = await run(await testServer(), { url: there.url })
  expect(view).toMatchObject({ status: 'failed', nodes: { h: { attempt: 1, error: { code: 'invalid-request' } } } })
  expect(view.nodes.h?.error?.message).toContain('QUORUM_ALLOW_PRIVATE_NETWORK')
  expect(there.heard).toEqual([])
})

test('a fault of the other side is tried again with a new key for the attempt, a fault of ours is not', async () => {
  const there = await loopback(({ url }, response, count) =>
    url === '/gone' ? sendJson(response, {}, 404) : sendJson(response, { count }, count === 1 ? 503 : 200),
  )
  const server = await testServer({ QUORUM_ALLOW_PRIVATE_NETWORK: there.place })
  expect(await run(server, { url: there.url }, { backoffMs: 1 })).toMatchObject({
    status: 'completed',
    output: { result: { body: { count: 2 } } },
  })
  expect(there.heard.map(({ headers }) => String(headers['idempotency-key']).slice(-4))).toEqual(['/h/1', '/h/2'])
  expect(await run(server, { url: `${there.url}/gone` })).toMatchObject({
    status: 'failed',
    nodes: { h: { attempt: 1, error: { code: 'not-found' } } },
  })
  expect(await run(server, { url: `${there.url}/gone`, accept: 'any' })).toMatchObject({
    status: 'completed',
    output: { result: { status: 404, body: {} } },
  })
})

test('a stored key goes to its host only, does not follow a redirect elsewhere, and is in no log', async () => {
  const other = await loopback((_, response) => sendJson(response, { other: true }))
  const there = await loopback(({ url, headers }, response) =>
    url === '/away'
      ? response.writeHead(307, { location: `${other.url}/there` }).end()
      : sendJson(response, { echo: headers.authorization ?? null }),
  )
  const server = await testServer({ QUORUM_ALLOW_PRIVATE_NETWORK: `${there.place}, ${other.place}` })
  const value = 'secret-value-of-the-key'
  const wish = { name: 'Mine', kind: 'bearer', value, hosts: [there.place] }
  expect(await server.call('PUT', '/api/credentials/mine', wish)).toMatchObject({ status: 201 })

  const view = await run(server, { url: there.url, credential: 'mine' })
  expect(there.heard[0]?.headers.authorization).toBe(`Bearer ${value}`)
  expect(view).toMatchObject({ status: 'completed', output: { result: { body: { echo: 'Bearer [hidden]' } } } })
  expect(await (await server.request(`/api/runs/${view.id}/log`)).text()).not.toContain(value)

  expect(await run(server, { url: `${there.url}/away`, credential: 'mine' })).toMatchObject({ status: 'completed' })
  expect(other.heard[0]?.headers.authorization).toBeUndefined()

  const elsewhere = await run(server, { url: other.url, credential: 'mine' })
  expect(elsewhere).toMatchObject({ status: 'failed', nodes: { h: { error: { code: 'invalid-request' } } } })
  expect(other.heard).toHaveLength(1)
  expect(await run(server, { url: there.url, credential: 'none' })).toMatchObject({
    nodes: { h: { error: { code: 'auth' } } },
  })
})
