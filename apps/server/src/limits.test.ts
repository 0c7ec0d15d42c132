import '@quorum/engine/expressions'
import { limits, parseFlow, port, templateProblem, validateFlow } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import { kit } from '@quorum/nodes/runners'
import { expect, test } from 'vitest'
import { bodyLimits } from './http/body.ts'
import { createPlaces, most } from './routes/events.ts'
import { openServer } from './server.ts'
import { testConfig, testServer } from './testing/testServer.ts'

/** SECURITY §4: each limit as it is, and one above. */
const at = (node: object) => ({ kind: 'template', position: { x: 0, y: 0 }, params: { text: 'x' }, ...node })
const flowOf = (more: object) => ({ format: 'quorum.flow/1', name: 'x', nodes: [], edges: [], ...more })
const list = <T>(count: number, of: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => of(index))

test('bodies: 8 MiB for flows and imports, 1 MiB for others; 100 levels; 200,000 keys', async () => {
  const { request } = await testServer()
  const post = async (path: string, body: string) =>
    (await request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status
  const text = (bytes: number) => `{"source":"quorum","text":"${'x'.repeat(bytes - 29)}"}`
  expect(text(100)).toHaveLength(100)
  expect(await post('/api/import', text(bodyLimits.flow))).toBe(422)
  expect(await post('/api/import', text(bodyLimits.flow + 1))).toBe(413)
  const name = (bytes: number) => `{"name":"${'x'.repeat(bytes - 11)}"}`
  expect(await post('/api/tokens', name(bodyLimits.other))).toBe(422)
  expect(await post('/api/tokens', name(bodyLimits.other + 1))).toBe(413)
  const code = async (body: string) =>
    (
      (await (
        await request('/api/validate', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      ).json()) as { issues: { code: string }[] }
    ).issues[0]?.code
  expect(await code('['.repeat(100) + ']'.repeat(100))).not.toBe('too-deep')
  expect(await code('['.repeat(101) + ']'.repeat(101))).toBe('too-deep')
  const keys = (count: number) => `{${list(count, (n) => `"${n}":1`).join()}}`
  expect(await code(keys(200_000))).not.toBe('too-many-keys')
  expect(await code(keys(200_001))).toBe('too-many-keys')
})

test.each([
  ['nodes', limits.nodes, (n: number) => ({ nodes: list(n, (id) => at({ id: `n${id}` })) })],
  ['edges', limits.edges, (n: number) => ({ edges: list(n, (id) => ({ id: `e${id}`, source: 'a', target: 'b' })) })],
  [
    'notes',
    limits.notes,
    (n: number) => ({ notes: list(n, (id) => ({ id: `t${id}`, text: '', position: { x: 0, y: 0 } })) }),
  ],
])('a flow: %s', (_what, limit, of) => {
  expect(parseFlow(flowOf(of(limit)))).toMatchObject({ ok: true })
  expect(parseFlow(flowOf(of(limit + 1)))).toMatchObject({ ok: false })
})

test('bodies in bodies: 16; ports of a step: 500', () => {
  const codes = (flow: object) => validateFlow(flow, kit).map(({ code }) => code)
  const nested = (levels: number) =>
    flowOf({
      nodes: [
        ...list(levels, (n) =>
          at({ id: `p${n}`, kind: 'pool', params: {}, ...(n > 0 ? { parent: `p${n - 1}` } : {}) }),
        ),
        at({ id: 'in', parent: `p${levels - 1}` }),
      ],
    })
  expect(codes(nested(limits.nesting))).not.toContain('nesting')
  expect(codes(nested(limits.nesting + 1))).toContain('nesting')
  const wide = (count: number) => {
    const template = definitionOf('template')
    const ports = () => ({ inputs: list(count, (n) => port(`p${n}`)), outputs: [] })
    const definition = (kind: string) => template && (kind === 'template' ? { ...template, ports } : definitionOf(kind))
    return validateFlow(flowOf({ nodes: [at({ id: 'w' })] }), { ...kit, definition }).map(({ code }) => code)
  }
  expect(wide(limits.portsPerNode)).not.toContain('too-many-ports')
  expect(wide(limits.portsPerNode + 1)).toContain('too-many-ports')
})

test('texts: 64 KiB in a setting, 256 KiB in a prompt', () => {
  const template = definitionOf('template')?.params
  const text = (chars: number) => template?.safeParse({ text: 'x'.repeat(chars) }).success
  expect([text(limits.textChars), text(limits.textChars + 1)]).toEqual([true, false])
  expect(templateProblem('x'.repeat(limits.promptChars))).toBeNull()
  expect(templateProblem('x'.repeat(limits.promptChars + 1))).toMatch(/at most 262144/)
})

test('lists: 200; live views: 1,200 in all and 100 of an address', async () => {
  const { call } = await testServer()
  expect((await call('GET', '/api/flows?limit=200')).status).toBe(200)
  expect((await call('GET', '/api/flows?limit=201')).status).toBe(422)
  const places = createPlaces(most.streams, most.perAddress)
  const taken = list(most.streams, (n) => places.take(`a${Math.floor(n / most.perAddress)}`))
  expect([most.streams, most.perAddress, taken.filter(Boolean).length]).toEqual([1_200, 100, 1_200])
  expect(places.take('another')).toBeNull()
  taken[0]?.()
  expect(places.take('a1')).toBeNull()
  expect(places.take('another')).not.toBeNull()
})

test('the socket: headers of 16 KiB in 15 s, a body in 30 s, 2,000 connections', async () => {
  const opened = await openServer(testConfig({ PORT: '0' }))
  try {
    const server = await opened.listen()
    expect(server).toMatchObject({ headersTimeout: 15_000, requestTimeout: 30_000, maxConnections: 2_000 })
    const health = (chars: number) =>
      fetch(`${opened.url()}/api/health`, { headers: { 'x-long': 'x'.repeat(chars) } }).then(({ status }) => status)
    expect(await health(15 * 1024)).toBe(200)
    expect(await health(16 * 1024)).toBe(431)
    server.close()
    server.closeAllConnections()
  } finally {
    await opened.close()
  }
})
