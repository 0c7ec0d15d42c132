import { readdirSync, readFileSync } from 'node:fs'
import type { RunView } from '@quorum/engine'
import { expect, test } from 'vitest'
import { fold, readSse } from './testing/readSse.ts'
import { testServer } from './testing/testServer.ts'

interface Example {
  readonly about: string
  readonly flow: object
  readonly input: unknown
  readonly expect: {
    readonly status: string
    readonly nodes?: Record<string, string>
    readonly counts?: Record<string, number>
    readonly output?: unknown
  }
}

const folder = new URL('./testing/examples/', import.meta.url)
const examples = readdirSync(folder).map(
  (name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Example] as const,
)

test('every contract example gives over HTTP what it says', async () => {
  const { call, request } = await testServer()
  expect(examples.length).toBeGreaterThan(10)
  for (const [name, { flow, input, expect: wanted }] of examples) {
    const started = await call('POST', '/api/runs', { flow, input, model: 'simulated/fast' })
    expect(started.status, `${name}: ${JSON.stringify(started.body)}`).toBe(202)
    const { id } = started.body as { id: string }
    let view: RunView | null = null
    const { body } = await request(`/api/runs/${id}/events`)
    for await (const event of readSse(body as ReadableStream<Uint8Array>)) view = fold(view, event)
    expect((await call('GET', `/api/runs/${id}`)).body, name).toEqual(view)
    expect(view?.status, name).toBe(wanted.status)
    if ('output' in wanted) expect(view?.output, name).toEqual(wanted.output)
    for (const [node, status] of Object.entries(wanted.nodes ?? {}))
      expect(view?.nodes[node]?.status, `${name}: ${node}`).toBe(status)
    for (const [node, count] of Object.entries(wanted.counts ?? {}))
      expect(view?.nodes[node]?.counts.completed, `${name}: ${node}`).toBe(count)
  }
}, 60_000)
