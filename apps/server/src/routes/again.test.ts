import type { RunView } from '@quorum/engine'
import { expect, test } from 'vitest'
import { chain } from '../testing/flows.ts'
import { testServer } from '../testing/testServer.ts'

const input = { question: 'Why?' }
const fast = { model: 'simulated/fast' }
const broken = 'export default () => { throw new Error("no") }'

async function setUp() {
  const server = await testServer()
  const run = async (body: object): Promise<RunView> => {
    const started = await server.call('POST', '/api/runs', { input, ...body })
    expect(started).toMatchObject({ status: 202 })
    return ended((started.body as { id: string }).id)
  }
  const ended = async (id: string): Promise<RunView> => {
    await expect
      .poll(async () => ((await server.call('GET', `/api/runs/${id}`)).body as RunView).endedAt, { interval: 10 })
      .not.toBeNull()
    return (await server.call('GET', `/api/runs/${id}`)).body as RunView
  }
  return { ...server, run, ended }
}

test('a run goes up to a step and no further; one that failed goes on without a step', async () => {
  const { call, run, ended } = await setUp()
  const flow = chain([
    { id: 'w', kind: 'agent', params: fast },
    { id: 'x', kind: 'code', params: { source: broken } },
  ])
  const view = await run({ flow, until: 'w', pins: { x: 'nobody asks for it' } })
  expect(view).toMatchObject({ status: 'completed', output: null })
  expect(Object.keys(view.nodes)).toEqual(['q', 'w'])
  expect(await call('GET', `/api/runs/${view.id}/steps/w`)).toMatchObject({ body: { status: 'completed' } })
  expect(await call('POST', '/api/runs', { flow, input, until: 'nobody' })).toMatchObject({ status: 404 })

  // A step that failed is skipped as the run is taken up, and nothing is done for it.
  const failing = chain([
    { id: 'x', kind: 'code', params: { source: broken } },
    { id: 'j', kind: 'join', params: { need: 'live' } },
  ])
  const edges = [...failing.edges, { id: 'by', source: 'q', target: 'j' }]
  const failed = await run({ flow: { ...failing, edges } })
  expect(failed).toMatchObject({ status: 'failed', nodes: { x: { status: 'failed' } } })
  expect(await call('POST', `/api/runs/${failed.id}/retry`, { paths: ['x'], skip: ['x'] })).toMatchObject({
    status: 202,
  })
  const again = await ended(failed.id)
  expect(again).toMatchObject({ status: 'completed', output: { result: [input] }, nodes: { x: { status: 'skipped' } } })
  const { attempts } = (await call('GET', `/api/runs/${failed.id}/steps/x`)).body as { attempts: unknown[] }
  expect(attempts).toHaveLength(1)
})

test('a step tells what its model was asked, and a result is kept for the flow', async () => {
  const { call, run } = await setUp()
  const { id } = await run({ flow: chain([{ id: 'w', kind: 'agent', params: { ...fast, system: 'Be brief.' } }]) })
  await expect
    .poll(async () => (await call('GET', `/api/runs/${id}/steps/w`)).body, { interval: 20 })
    .toMatchObject({
      asked: [
        {
          key: 'answer',
          attempt: 1,
          model: 'simulated/fast',
          messages: [
            { role: 'system', content: 'Be brief.' },
            { role: 'user', content: 'Why?' },
          ],
        },
      ],
    })

  // What is kept for a flow is the same for everybody, until it is let go.
  const flow = (await call('POST', '/api/flows', chain([]))).body as { id: string }
  const kept = `/api/flows/${flow.id}/kept`
  expect(await call('PUT', `${kept}/q`, { value: { question: 'Tea?' } })).toMatchObject({ status: 200 })
  expect(await call('PUT', `${kept}/q`, { value: 'Coffee' })).toMatchObject({ status: 200 })
  expect(await call('GET', kept)).toMatchObject({
    body: { items: [{ nodeId: 'q', value: 'Coffee' }], nextCursor: null },
  })
  expect(await call('DELETE', `${kept}/q`)).toMatchObject({ status: 204 })
  expect(await call('GET', kept)).toMatchObject({ body: { items: [] } })
  expect(await call('PUT', '/api/flows/none/kept/q', { value: 1 })).toMatchObject({ status: 404 })
})
