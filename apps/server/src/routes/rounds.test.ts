import type { RunView } from '@quorum/engine'
import { templates } from '@quorum/nodes/templates'
import { expect, test } from 'vitest'
import { readSse } from '../testing/readSse.ts'
import { testServer } from '../testing/testServer.ts'

interface Range {
  readonly calls: { readonly min: number; readonly max: number }
}
type Row = { round: number; path: string; status: string; value: { step: number; action: unknown; casts: unknown[] } }

const flow = (params: object) => ({
  format: 'quorum.flow/1',
  name: 'Tower',
  settings: { model: 'simulated/fast' },
  nodes: [
    { id: 'in', kind: 'input', params: {} },
    { id: 'm', kind: 'maker', params },
    { id: 'out', kind: 'output', params: {} },
  ],
  edges: [
    { id: 'a', source: 'in', target: 'm' },
    { id: 'b', source: 'm', sourcePort: 'report', target: 'out' },
  ],
})

type Server = Awaited<ReturnType<typeof testServer>>

/** A tower on the instant practice model; `params` with a condition have every step asked for by calls of its own. */
async function tower(server: Server, disks: number, params: object = {}) {
  const input = { disks, p: 0.9, v: 0.9, k: 2, seed: 4 }
  const started = await server.call('POST', '/api/runs', { flow: flow(params), input })
  const { id } = started.body as { id: string }
  const { body } = await server.request(`/api/runs/${id}/events`)
  if (body === null) throw new Error('no stream')
  for await (const event of readSse(body)) if (event.event === 'end') break
  const get = async <T>(path: string) => (await server.call('GET', `/api/runs/${id}/${path}`)).body as T
  const page = (query: string) =>
    get<{ items: Row[]; nextCursor: string | null }>(`items?node=${encodeURIComponent('m/steps')}&${query}`)
  return { get, page }
}

test('rounds that were leapt over are listed and opened one by one, and no two pages overlap', async () => {
  const server = await testServer()
  const { get, page } = await tower(server, 9)
  const rounds: number[] = []
  let cursor: string | null = null
  do {
    const found: Awaited<ReturnType<typeof page>> = await page(`limit=200${cursor === null ? '' : `&cursor=${cursor}`}`)
    rounds.push(...found.items.map(({ round }) => round))
    cursor = found.nextCursor
  } while (cursor !== null)
  expect(rounds).toEqual(Array.from({ length: 511 }, (_, i) => i + 1))
  const [last] = (await page('limit=1&cursor=510')).items
  const step = await get<object>(`steps/${encodeURIComponent('m/steps#511')}`)
  expect(step).toMatchObject({ path: 'm/steps#511', nodeId: 'm/steps', status: 'completed', record: last?.value })
  expect(step).toMatchObject({ record: { step: 511, action: expect.any(Array) } })
  expect(await get(`steps/${encodeURIComponent('m/steps#512')}`)).toMatchObject({ status: 404 })
  expect((await page('status=failed')).items).toEqual([])

  // Rounds with events of their own tell the same, and go on over pages.
  const [small, asked] = [await tower(server, 3), await tower(server, 3, { validate: 'true' })]
  const first = await asked.page('limit=4')
  expect(first.items.map(({ round }) => round)).toEqual([1, 2, 3, 4])
  const rest = await asked.page(`limit=4&cursor=${first.nextCursor}`)
  expect(rest.items.map(({ round }) => round)).toEqual([5, 6, 7])
  const bare = ({ path, status, value }: Row) => ({ path, status, value })
  expect((await small.page('limit=10')).items.map(bare)).toEqual([...first.items, ...rest.items].map(bare))
})

test('MAKER on a judgement: the practice model is asked until the verdict is sure, within the estimate, and shows how it voted', async () => {
  const server = await testServer()
  const found = templates.find(({ id }) => id === 'ask-until-sure')
  const template = found && { ...found.flow, settings: { model: 'simulated/fast' } }
  const questions = [
    'Should we release on Friday?',
    'Is the office too small?',
    'Do we need a second warehouse?',
    'Hire now?',
  ]
  const told: number[] = []
  for (const question of questions) {
    const input = { question }
    const { calls } = (await server.call('POST', '/api/estimate', { flow: template, input })).body as Range
    const { id } = (await server.call('POST', '/api/runs', { flow: template, input })).body as { id: string }
    const { body } = await server.request(`/api/runs/${id}/events`)
    if (body === null) throw new Error('no stream')
    for await (const event of readSse(body)) if (event.event === 'end') break
    const view = (await server.call('GET', `/api/runs/${id}`)).body as RunView
    expect(['yes', 'no', 'it depends']).toContain(view.output?.verdict)
    const tally = Object.values(view.nodes.maker?.tally ?? {}).sort((a, b) => b - a)
    expect((tally[0] ?? 0) - (tally[1] ?? 0)).toBe(2)
    expect(view.usage.calls).toBe(tally.reduce((sum, votes) => sum + votes, 0))
    expect(view.usage.calls).toBeGreaterThanOrEqual(calls.min)
    expect(view.usage.calls).toBeLessThanOrEqual(calls.max)
    told.push(view.usage.calls)
  }
  // It stops as soon as it is sure: two votes where they agree, far from the 30 it may ask for.
  expect(Math.min(...told)).toBe(2)
  expect(Math.max(...told)).toBeLessThan(30)
})

test('a loop tells what its rounds asked, by how many and how often, and so do runs over time', async () => {
  const server = await testServer()
  const inner = { id: 'a', kind: 'agent', parent: 'l', params: { prompt: 'Go on' } }
  const nodes = [{ id: 'l', kind: 'loop', params: { mode: 'times', times: 3 } }, inner]
  const edges = [
    { id: 'a', source: 'l', sourcePort: 'state', target: 'a' },
    { id: 'b', source: 'a', target: 'l', targetPort: 'result' },
  ]
  const loop = { format: 'quorum.flow/1', name: 'Loop', settings: { model: 'simulated/fast' }, nodes, edges }
  const { id } = (await server.call('POST', '/api/runs', { flow: loop, input: 'x' })).body as { id: string }
  const { body } = await server.request(`/api/runs/${id}/events`)
  if (body === null) throw new Error('no stream')
  for await (const event of readSse(body)) if (event.event === 'end') break
  const step = (await server.call('GET', `/api/runs/${id}/steps/l`)).body
  expect(step).toMatchObject({ usage: { calls: 3 }, agents: 1, tries: 3 })
  const { items } = (await server.call('GET', '/api/runs?with=workforce')).body as { items: object[] }
  expect(items[0]).toMatchObject({ id, agents: 1, tries: 3 })
})
