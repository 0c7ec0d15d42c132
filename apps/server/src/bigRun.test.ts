import type { FlowFile, RunView } from '@quorum/engine'
import { expect, test } from 'vitest'
import { fold, readSse } from './testing/readSse.ts'
import { testServer } from './testing/testServer.ts'

/** A hundred chains behind one input: 10,000 nodes that all run inside the turn. */
function largest(): FlowFile {
  const count = 9_998
  const middle = Array.from({ length: count }, (_, i) => ({ id: `n${i}`, kind: 'template', params: { text: 'x' } }))
  return {
    format: 'quorum.flow/1',
    name: 'The largest',
    nodes: [{ id: 'q', kind: 'input' }, ...middle, { id: 'a', kind: 'output' }],
    edges: [
      ...middle.map(({ id }, i) => ({ id: `e${i}`, source: i % 100 === 0 ? 'q' : `n${i - 1}`, target: id })),
      { id: 'last', source: `n${count - 1}`, target: 'a' },
    ],
  }
}

test('a flow of 10,000 nodes is saved, checked, run and followed to its end by somebody who came in the middle', async () => {
  const { call, request } = await testServer()
  const flow = largest()
  const { id: flowId } = (await call('POST', '/api/flows', flow)).body as { id: string }
  expect(await call('POST', '/api/validate', flow)).toMatchObject({ status: 200, body: { issues: [] } })
  const { id } = (await call('POST', '/api/runs', { flowId })).body as { id: string }
  let view: RunView | null = null
  const { body } = await request(`/api/runs/${id}/events`)
  for await (const event of readSse(body as ReadableStream<Uint8Array>)) view = fold(view, event)
  expect(view).toMatchObject({ status: 'completed', output: { result: 'x' } })
  expect(await call('GET', `/api/runs/${id}`)).toMatchObject({
    status: 200,
    body: { seq: view?.seq, status: 'completed' },
  })
}, 30_000)
