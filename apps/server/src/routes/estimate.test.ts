import type { RunView } from '@quorum/engine'
import { templates } from '@quorum/nodes/templates'
import { expect, test } from 'vitest'
import { agent, chain } from '../testing/flows.ts'
import { readSse } from '../testing/readSse.ts'
import { sharedServer, testServer } from '../testing/testServer.ts'

const shared = sharedServer()

type Answer = { calls: { min: number; expected: number; max: number } }

test('what every template really asks lies within its estimate, and practice is free', async () => {
  const { call, request } = await shared()
  for (const { id: name, flow, sampleInput } of templates) {
    const model = 'simulated/fast'
    const { body } = await call('POST', '/api/estimate', { flow, input: sampleInput, model })
    expect(body, name).toMatchObject({ usd: { min: 0, expected: 0, max: 0 } })
    const started = await call('POST', '/api/runs', { flow, input: sampleInput, model })
    expect(started.status, name).toBe(202)
    const { id } = started.body as { id: string }
    const stream = await request(`/api/runs/${id}/events`)
    for await (const event of readSse(stream.body as ReadableStream<Uint8Array>)) {
      const waiting = event.event === 'end' ? [] : ((event.data as Partial<RunView>).waitingFor ?? [])
      for (const { path } of waiting) await call('POST', `/api/runs/${id}/signals/${path}`, { decision: 'approve' })
    }
    const { usage, status } = (await call('GET', `/api/runs/${id}`)).body as RunView
    const { calls } = body as Answer
    expect(status, name).toBe('completed')
    expect(usage.calls, name).toBeGreaterThanOrEqual(calls.min)
    expect(usage.calls, name).toBeLessThanOrEqual(calls.max)
  }
}, 60_000)

test('a council of three is seven calls, node by node, with prices where they are known', async () => {
  const { call } = await shared()
  const flow = templates.find(({ id }) => id.includes('council'))?.flow
  expect(await call('POST', '/api/estimate', { flow })).toMatchObject({
    status: 200,
    body: { calls: { min: 7, expected: 7 }, assumptions: [{}, {}, {}, {}] },
  })
  const priced = await call('POST', '/api/estimate', { flow, model: 'openai/gpt-5' })
  const { usd } = priced.body as { usd: { min: number; expected: number; max: number } }
  expect(usd.expected).toBeGreaterThan(usd.min)
  expect(usd.max).toBeGreaterThan(usd.expected)
  expect(await call('POST', '/api/estimate', { flow, model: 'local/mine' })).toMatchObject({ body: { usd: null } })
})

test('a flow that cannot run has no estimate but its issues', async () => {
  const { call } = await shared()
  expect(await call('POST', '/api/estimate', { flow: chain([{ id: 'g', kind: 'gate' }]) })).toMatchObject({
    status: 422,
    body: { code: 'invalid', issues: [{ nodeId: 'g' }] },
  })
  expect(await call('POST', '/api/estimate', { flow: agent })).toMatchObject({
    body: {
      calls: { min: 1, expected: 1, max: 3 },
      perNode: { w: { calls: { expected: 1 } }, q: { calls: { max: 0 } } },
    },
  })
})

test('what people know better takes the place of an assumption, in the request before the flow', async () => {
  const { call } = await shared()
  const set = { ...agent, settings: { ...agent.settings, assumptions: { answerTokens: 1_000, 'answerTokens:w': 40 } } }
  const answer = (body: object) => call('POST', '/api/estimate', body)
  expect(await answer({ flow: set })).toMatchObject({ body: { tokens: { output: { expected: 40 } } } })
  const { body } = await answer({ flow: set, assumptions: { 'answerTokens:w': 70 } })
  expect(body).toMatchObject({ tokens: { output: { expected: 70 } } })
  expect((body as { assumptions: object[] }).assumptions).toContainEqual(
    expect.objectContaining({ id: 'answerTokens:w', nodeId: 'w', value: 70, unit: 'tokens', source: 'given' }),
  )
  expect(await answer({ flow: agent, assumptions: { answerTokens: -1 } })).toMatchObject({ status: 422 })
})

test('the next estimate of a flow says what its earlier runs took, step by step', async () => {
  const { call, request } = await testServer()
  const council = templates.find(({ id }) => id === 'council-of-three')
  const asked = { flow: council?.flow, flowId: '', model: 'simulated/fast' }
  asked.flowId = ((await call('POST', '/api/flows', council?.flow)).body as { id: string }).id
  const sitting = { flowId: asked.flowId, input: council?.sampleInput, model: asked.model }
  const { id: sat } = (await call('POST', '/api/runs', sitting)).body as { id: string }
  await (await request(`/api/runs/${sat}/events`)).text()
  expect(((await call('POST', '/api/estimate', asked)).body as { assumptions: object[] }).assumptions).toContainEqual(
    expect.objectContaining({ id: 'calls:council', source: 'history', value: 7 }),
  )
  const { id: flowId } = (await call('POST', '/api/flows', agent)).body as { id: string }
  const estimateOf = async () => (await call('POST', '/api/estimate', { flow: agent, flowId })).body
  expect(await estimateOf()).toMatchObject({ tokens: { output: { expected: 300 } } })
  const { id } = (await call('POST', '/api/runs', { flowId, input: { question: 'Why?' } })).body as { id: string }
  await (await request(`/api/runs/${id}/events`)).text()
  const { usage } = (await call('GET', `/api/runs/${id}`)).body as RunView
  const next = await estimateOf()
  expect(next).toMatchObject({
    tokens: { input: { expected: usage.inputTokens }, output: { expected: usage.outputTokens } },
  })
  expect((next as { assumptions: object[] }).assumptions).toContainEqual(
    expect.objectContaining({ id: 'answerTokens:w', source: 'history', value: usage.outputTokens }),
  )
  // What practice models write says nothing of others.
  expect((await call('POST', '/api/estimate', { flow: agent, flowId, model: 'openai/gpt-5' })).body).toMatchObject({
    tokens: { output: { expected: 300 } },
  })
})
