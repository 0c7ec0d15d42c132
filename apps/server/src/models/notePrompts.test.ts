import type { ModelRequest } from '@quorum/engine'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '../db/open.ts'
import { createRedactor } from '../redact.ts'
import { createPrompts } from '../store/prompts.ts'
import { tempFolder } from '../testing/testServer.ts'
import { notePrompts } from './notePrompts.ts'

const long = 'You are one of three. '.repeat(20)
const usage = { calls: 1, inputTokens: 1, outputTokens: 1, usd: 0, simulated: true }

function noting() {
  const database = openDatabase(tempFolder(), 'normal')
  migrateDatabase(database)
  onTestFinished(() => database.close())
  const prompts = createPrompts(database, createRedactor(['a-secret-value']))
  const { models, flush } = notePrompts({ call: async () => ({ text: 'x', usage }) }, prompts.write)
  const ask = (key: string, ...contents: string[]) => {
    const [system = '', ...rest] = contents
    const request: ModelRequest = {
      model: 'local/a',
      messages: [{ role: 'system', content: system }, ...rest.map((content) => ({ role: 'user' as const, content }))],
    }
    return models.call(request, {
      signal: new AbortController().signal,
      idempotencyKey: key,
      onText: () => {},
    })
  }
  return { database, prompts, ask, flush }
}

test('what a step asked is read attempt by attempt, and call by call', async () => {
  const { prompts, ask, flush } = noting()
  await ask('r/w/2', long, 'again')
  await ask('r/w/1', long, 'first')
  await ask('r/w/turn[10]/2', long, 'tenth turn')
  await ask('r/w/turn[2]/2', long, 'second turn')
  await ask('r/w2/1', 'other step')
  await ask('r/w[1]/1', 'an item')
  await ask('s/w/1', 'other run')
  flush()
  expect(prompts.of('r', 'w').map(({ attempt, key, messages }) => [attempt, key, messages.at(-1)?.content])).toEqual([
    [1, 'answer', 'first'],
    [2, 'answer', 'again'],
    [2, 'turn[2]', 'second turn'],
    [2, 'turn[10]', 'tenth turn'],
  ])
  expect(prompts.of('r', 'w')[0]).toMatchObject({ model: 'local/a', messages: [{ role: 'system', content: long }, {}] })
  expect(prompts.of('r', 'nobody')).toEqual([])
})

test('what many calls say is kept once, and secrets are not kept at all', async () => {
  const { database, prompts, ask, flush } = noting()
  for (let index = 0; index < 50; index += 1) await ask(`r/p[${index}]/w/1`, long, 'the key is a-secret-value')
  await ask('r/q/1', `${long} and a-secret-value`)
  flush()
  expect(database.sqlite.prepare('SELECT count(*) FROM asked_text').pluck().get()).toBe(2)
  expect(JSON.stringify([prompts.of('r', 'p[7]/w'), prompts.of('r', 'q')])).not.toContain('a-secret-value')
  expect(prompts.of('r', 'p[7]/w')[0]?.messages.map(({ content }) => content)).toEqual([long, 'the key is [hidden]'])
})

test('a note that cannot be written harms nobody', async () => {
  const { models, flush } = notePrompts({ call: async () => ({ text: 'x', usage }) }, () => {
    throw new Error('disk full')
  })
  const options = { signal: new AbortController().signal, idempotencyKey: 'r/w/1', onText: () => {} }
  await expect(models.call({ model: 'm', messages: [] }, options)).resolves.toMatchObject({ text: 'x' })
  flush()
})
