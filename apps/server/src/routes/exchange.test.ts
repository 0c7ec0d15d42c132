import type { Flow } from '@quorum/engine'
import { expect, test } from 'vitest'
import { chain, echo } from '../testing/flows.ts'
import { testServer } from '../testing/testServer.ts'

test('a flow goes out as a file and comes in again the same, with pasted keys masked', async () => {
  const { call, request } = await testServer()
  const key = 'sk-abcdefghijklmnopqrstuvwxyz'
  const flow = { ...chain([{ id: 'w', kind: 'agent', params: { prompt: `Use ${key}` } }]), name: 'Ünsere "Kette"' }
  const saved = (await call('POST', '/api/flows', flow)).body as { id: string; flow: Flow }
  const file = await request(`/api/flows/${saved.id}/export`)
  expect(file.headers.get('content-disposition')).toBe(
    `attachment; filename="_nsere _Kette_.json"; filename*=UTF-8''%C3%9Cnsere%20%22Kette%22.json`,
  )
  const text = await file.text()
  expect(text).not.toContain(key)
  const back = await call('POST', '/api/import', { source: 'auto', text })
  expect(back).toMatchObject({ status: 200, body: { issues: [], lost: [] } })
  expect(back.body).toMatchObject({
    flow: JSON.parse(JSON.stringify(saved.flow).replace(key, '[hidden]')) as object,
  })
})

test('a flow goes out as a drawing, which says what it cannot hold, and comes in again', async () => {
  const { call, request } = await testServer()
  const { id } = (await call('POST', '/api/flows', echo)).body as { id: string }
  const text = await (await request(`/api/flows/${id}/export?as=mermaid`)).text()
  expect(text).toMatch(/^flowchart LR\n/)
  expect(text).toContain('Not in this drawing: the settings of 2 steps')
  expect(text).toContain('q(["Input"]):::input')
  const fenced = `\`\`\`mermaid\n${text}\n\`\`\``
  expect(await call('POST', '/api/import', { source: 'auto', text: fenced })).toMatchObject({
    status: 200,
    body: {
      flow: {
        nodes: [
          { id: 'q', kind: 'input' },
          { id: 't', kind: 'template' },
          { id: 'a', kind: 'output' },
        ],
      },
    },
  })
})

test('what is not there yet says so and names what is, and what is no flow says why', async () => {
  const { call } = await testServer()
  const { id } = (await call('POST', '/api/flows', echo)).body as { id: string }
  for (const source of ['n8n', 'flowise', 'langflow', 'dify']) {
    const { status, body } = await call('POST', '/api/import', { source, text: '{}' })
    expect([status, body]).toMatchObject([
      501,
      { code: 'not-implemented', detail: expect.stringContaining('quorum and mermaid') },
    ])
  }
  const n8n = JSON.stringify({ nodes: [{ type: 'x' }], connections: {} })
  expect(await call('POST', '/api/import', { text: n8n })).toMatchObject({
    status: 501,
    body: { detail: expect.stringContaining('n8n') },
  })
  expect(await call('GET', `/api/flows/${id}/export?as=png`)).toMatchObject({ status: 501 })
  expect(await call('GET', '/api/flows/none/export')).toMatchObject({ status: 404 })
  for (const [source, text] of [
    ['auto', 'hello'],
    ['quorum', 'hello'],
    ['quorum', '{}'],
    ['mermaid', 'sequenceDiagram\na->>b: x'],
    ['auto', ''],
  ])
    expect(await call('POST', '/api/import', { source, text })).toMatchObject({
      status: 422,
      body: { code: 'invalid' },
    })
})
