import { expect, onTestFinished, test, vi } from 'vitest'
import { startModelEndpoint } from '../contract/modelEndpoint.ts'
import { chain } from '../testing/flows.ts'
import { testServer } from '../testing/testServer.ts'

const shout = chain([{ id: 't', kind: 'template', params: { text: '{{ input.question }}!' } }])
const withTool = (flowId: string) =>
  chain([
    {
      id: 'w',
      kind: 'agent',
      params: {
        model: 'local/m',
        maxTurns: 4,
        tools: [
          {
            name: 'shout',
            kind: 'call',
            params: { flowId },
            schema: { type: 'object', properties: { question: { type: 'string' } }, required: ['question'] },
          },
        ],
      },
    },
  ])

async function server(answer: Parameters<typeof startModelEndpoint>[0]) {
  const model = await startModelEndpoint(answer)
  onTestFinished(() => model.close())
  const it = await testServer({ QUORUM_MODEL_URL: model.url })
  const save = async (flow: unknown) => ((await it.call('POST', '/api/flows', flow)).body as { id: string }).id
  const run = async (flowId: string) => {
    const { body } = await it.call('POST', '/api/runs', { flowId, input: { question: 'q' } })
    return (body as { id: string }).id
  }
  const until = (id: string, status: string) =>
    vi.waitFor(
      async () => {
        const { body } = await it.call('GET', `/api/runs/${id}`)
        expect(body).toMatchObject({ status })
        return body as { output: Record<string, unknown> }
      },
      { timeout: 15_000, interval: 50 },
    )
  return { ...it, model, save, run, until }
}

test('a flow is a tool: a run of its own, whose output the model is told', async () => {
  const { save, run, until, call, model } = await server((prompt, key) =>
    key.includes('turn[1]') ? { calls: [['shout', { question: 'hey' }]] } : `It said ${prompt.split('\n').at(-1)}`,
  )
  const child = await save(shout)
  const id = await run(await save(withTool(child)))
  expect((await until(id, 'completed')).output).toEqual({ result: 'It said hey!' })
  expect((await call('GET', `/api/runs?flowId=${child}`)).body).toMatchObject({ items: [{ status: 'completed' }] })
  expect(model.calls).toHaveLength(2)
})

test('one that is gone, or does not fit, is something the model is told', async () => {
  const said: string[] = []
  const { save, run, until } = await server((prompt, key) => {
    said.push(prompt)
    return key.includes('turn[1]') ? { calls: [['shout', { question: '' }]] } : 'Then not.'
  })
  await until(await run(await save(withTool(await save(shout)))), 'completed')
  expect(said.at(-1)).toMatch(/is required/)
  await until(await run(await save(withTool('flow_gone'))), 'completed')
  expect(said.at(-1)).toMatch(/not there any more/)
})

test('stopping the caller stops the flow it called', async () => {
  const { save, run, until, call } = await server(() => ({ calls: [['shout', { question: 'hey' }]] }))
  const child = await save(chain([{ id: 'ok', kind: 'approval', params: { message: 'Go on?' } }]))
  const id = await run(await save(withTool(child)))
  const called = await vi.waitFor(
    async () => {
      const { body } = await call('GET', `/api/runs?flowId=${child}`)
      const [first] = (body as { items: { id: string }[] }).items
      expect(first).toBeDefined()
      return first?.id ?? ''
    },
    { timeout: 15_000 },
  )
  await call('POST', `/api/runs/${id}/cancel`, {})
  await until(called, 'cancelled')
  await until(id, 'cancelled')
})
