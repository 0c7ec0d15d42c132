import { type ModelClient, type ModelRequest, StepFailure } from '@quorum/engine'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '../db/open.ts'
import { createRedactor } from '../redact.ts'
import { tempFolder } from '../testing/testServer.ts'
import { rememberModels } from './rememberModels.ts'

const ask: ModelRequest = { model: 'local/a', messages: [{ role: 'user', content: 'x' }], remember: true, seed: 1 }
const usage = { calls: 1, inputTokens: 5, outputTokens: 2, usd: 0.1, simulated: false }

function remembering() {
  const database = openDatabase(tempFolder(), 'normal')
  migrateDatabase(database)
  onTestFinished(() => database.close())
  const asked: string[] = []
  const time = { now: 1_000, fails: false }
  const client: ModelClient = {
    async call({ messages }) {
      if (time.fails) throw new StepFailure('server', 'down')
      asked.push(messages[0]?.content ?? '')
      return { text: `answer ${asked.length}${messages[0]?.content === 'tell' ? ' a-secret-value' : ''}`, usage }
    },
  }
  const models = rememberModels(client, database, createRedactor(['a-secret-value']), () => time.now)
  const deltas: string[] = []
  const call = (request: ModelRequest) =>
    models.call(request, {
      signal: new AbortController().signal,
      idempotencyKey: 'k',
      onText: (text) => deltas.push(text),
    })
  return { call, asked, deltas, time }
}

test('the same question is answered from memory at no cost, whatever its seed', async () => {
  const { call, asked, deltas } = remembering()
  expect(await call(ask)).toEqual({ text: 'answer 1', usage })
  expect(await call({ ...ask, seed: 2, role: 'agent' })).toEqual({
    text: 'answer 1',
    usage: { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, simulated: false },
  })
  expect(deltas).toEqual(['answer 1'])
  expect(asked).toHaveLength(1)
})

test.each([
  { model: 'local/b' },
  { messages: [{ role: 'user' as const, content: 'y' }] },
  { temperature: 1 },
  { schema: {} },
  { tools: [{ name: 't', description: '', schema: {} }] },
])('another one is not: %j', async (change) => {
  const { call, asked } = remembering()
  await call(ask)
  await call({ ...ask, ...change })
  expect(asked).toHaveLength(2)
})

test('what may not be remembered, has failed, or is too old is asked again', async () => {
  const { call, asked, time } = remembering()
  const { remember: _, ...plain } = ask
  await call(plain)
  await call(plain)
  expect(asked).toHaveLength(2)
  time.fails = true
  await expect(call(ask)).rejects.toMatchObject({ code: 'server' })
  time.fails = false
  await call(ask)
  time.now += 31 * 86_400_000
  await call(ask)
  expect(asked).toHaveLength(4)
})

test('no secret is kept in what is remembered', async () => {
  const { call } = remembering()
  const telling = { ...ask, messages: [{ role: 'user' as const, content: 'tell' }] }
  await call(telling)
  expect((await call(telling)).text).toBe('answer 1 [hidden]')
})
