import type { Flow } from '@quorum/engine'
import { expect, test } from 'vitest'
import { chain, echo } from '../testing/flows.ts'
import { sharedServer, testServer } from '../testing/testServer.ts'

const shared = sharedServer()

test('a flow goes out as a file and comes in again the same, with pasted keys masked', async () => {
  const { call, request } = await shared()
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

test('a file brings along the flows it calls, by steps and by tools, and on another server all of it runs', async () => {
  const here = await shared()
  const save = async (flow: unknown) => ((await here.call('POST', '/api/flows', flow)).body as { id: string }).id
  const key = 'sk-abcdefghijklmnopqrstuvwxyz'
  const marked = (mark: string) => chain([{ id: 't', kind: 'template', params: { text: `${mark}({{ input }})` } }])
  const deepest = await save({ ...marked('deep'), name: 'Deepest', description: `Not ${key}` })
  const middle = await save({ ...chain([{ id: 'c', kind: 'call', params: { flowId: deepest } }]), name: 'Middle' })
  const tool = await save({ ...marked('tool'), name: 'Tool' })
  const top = await save({
    ...chain([{ id: 'c', kind: 'call', params: { flowId: middle } }]),
    nodes: [
      ...chain([{ id: 'c', kind: 'call', params: { flowId: middle } }]).nodes,
      {
        id: 'lone',
        kind: 'agent',
        params: { maxTurns: 2, tools: [{ name: 'ask', kind: 'call', params: { flowId: tool } }] },
      },
    ],
    name: 'Top',
  })
  const text = await (await here.request(`/api/flows/${top}/export`)).text()
  expect(Object.keys((JSON.parse(text) as { flows: object }).flows).sort()).toEqual([deepest, middle, tool].sort())
  expect(text).not.toContain(key)

  const there = await testServer()
  const read = await there.call('POST', '/api/import', { text })
  const { flow: file, issues } = read.body as { flow: Flow; issues: { severity: string }[] }
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
  const saved = await there.call('POST', '/api/flows', file)
  const { id, flow } = saved.body as { id: string; flow: Flow }
  expect(saved.status).toBe(201)
  expect(flow).not.toHaveProperty('flows')
  const names = async () =>
    ((await there.call('GET', '/api/flows')).body as { items: { id: string; name: string }[] }).items
  expect((await names()).map(({ name }) => name).sort()).toEqual(['Deepest', 'Middle', 'Tool', 'Top'])
  const idOf = async (name: string) => (await names()).find((one) => one.name === name)?.id
  const lone = flow.nodes.find((node) => node.id === 'lone')?.params as { tools: { params: object }[] }
  expect(lone.tools[0]?.params).toEqual({ flowId: await idOf('Tool') })
  const { id: run } = (await there.call('POST', '/api/runs', { flowId: id, input: { question: 'x' } })).body as {
    id: string
  }
  await (await there.request(`/api/runs/${run}/events`)).text()
  expect((await there.call('GET', `/api/runs/${run}`)).body).toMatchObject({
    status: 'completed',
    output: { result: 'deep(x)' },
  })

  // A second time only the flow itself is new: what it calls is there, word for word.
  const again = await (await there.request(`/api/flows/${id}/export`)).text()
  await there.call('POST', '/api/flows', JSON.parse(again))
  expect((await names()).map(({ name }) => name).sort()).toEqual(['Deepest', 'Middle', 'Tool', 'Top', 'Top'])
})

test('flows that call each other in a circle come over as a circle of their own', async () => {
  const { call, request } = await shared()
  const calling = (flowId: string) => chain([{ id: 'c', kind: 'call', params: { flowId } }])
  const { id: first } = (await call('POST', '/api/flows', calling('nobody'))).body as { id: string }
  const { id: second } = (await call('POST', '/api/flows', calling(first))).body as { id: string }
  await call('PUT', `/api/flows/${first}`, calling(second), { 'if-match': '1' })
  const file = JSON.parse(await (await request(`/api/flows/${first}/export`)).text()) as { flows: Record<string, Flow> }
  expect(file).toMatchObject({ id: first })
  const other = await testServer()
  const made = (await other.call('POST', '/api/flows', file)).body as { id: string; flow: Flow }
  const calledBy = (flow: Flow) => flow.nodes.find(({ kind }) => kind === 'call')?.params.flowId as string
  const between = (await other.call('GET', `/api/flows/${calledBy(made.flow)}`)).body as { flow: Flow }
  expect(calledBy(between.flow)).toBe(made.id)
})

test('a flow goes out as a drawing with its settings in comments, and comes in again', async () => {
  const { call, request } = await shared()
  const { id } = (await call('POST', '/api/flows', echo)).body as { id: string }
  const text = await (await request(`/api/flows/${id}/export?as=mermaid`)).text()
  expect(text).toMatch(/^flowchart LR\n/)
  expect(text).toContain('%% step t {')
  expect(text).toContain('q(["Input"]):::input')
  const fenced = `\`\`\`mermaid\n${text}\n\`\`\``
  expect(await call('POST', '/api/import', { source: 'auto', text: fenced })).toMatchObject({
    status: 200,
    body: {
      flow: {
        nodes: [
          { id: 'q', kind: 'input' },
          { id: 't', kind: 'template', params: { text: 'You asked: {{ input.question }}' } },
          { id: 'a', kind: 'output' },
        ],
      },
    },
  })
})

test('what is not there yet says so and names what is, and what is no flow says why', async () => {
  const { call } = await shared()
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

test('a file within the text is no deeper than a body may be', async () => {
  const { call } = await shared()
  const deep = (levels: number) =>
    `{"format":"quorum.flow/1","name":"x","nodes":[{"id":"a","kind":"agent","params":{"x":${'['.repeat(levels)}${']'.repeat(levels)}}}],"edges":[]}`
  expect((await call('POST', '/api/import', { text: deep(90) })).status).toBe(200)
  for (const levels of [200, 100_000])
    expect(await call('POST', '/api/import', { text: deep(levels) })).toMatchObject({
      status: 422,
      body: { issues: [{ code: 'too-deep' }] },
    })
})
