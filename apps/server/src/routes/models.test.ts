import { expect, test } from 'vitest'
import { loopback, sendJson } from '../testing/loopback.ts'
import { testServer } from '../testing/testServer.ts'

const answer = { choices: [{ message: { content: 'ready' }, finish_reason: 'stop' }] }

test('a model of one’s own has the price people set, is tried with one call, and falls back to another', async () => {
  const there = await loopback(({ body }, response) =>
    (JSON.parse(body) as { model: string }).model === 'big'
      ? sendJson(response, { error: { message: 'too busy' } }, 429)
      : sendJson(response, answer),
  )
  const { call } = await testServer({ QUORUM_MODEL_URL: `${there.url}/v1` })
  expect(await call('POST', '/api/models/test', { model: 'local/big' })).toMatchObject({ body: { ok: false } })
  expect(there.heard).toHaveLength(1)

  const models = {
    own: [
      { id: 'local/big', priceIn: 2, priceOut: 8 },
      { id: 'openai/gpt-5', priceIn: null, priceOut: null },
    ],
    limits: { local: { atOnce: 1, perMinute: 600 } },
    fallbacks: [{ model: 'local/big', instead: ['local/small'] }],
  }
  expect(await call('PUT', '/api/settings', { models })).toMatchObject({ status: 200, body: { models } })
  const { items } = (await call('GET', '/api/models')).body as { items: { id: string; priceIn?: number }[] }
  expect(items.find(({ id }) => id === 'local/big')).toMatchObject({ priceIn: 2, priceOut: 8, available: true })
  expect(items.filter(({ id }) => id === 'openai/gpt-5')).toMatchObject([{ label: 'GPT-5' }])
  expect(items.find(({ id }) => id === 'openai/gpt-5')?.priceIn).toBeUndefined()
  expect(await call('POST', '/api/models/test', { model: 'local/big' })).toMatchObject({ body: { ok: true } })
  expect(there.heard.map(({ body }) => (JSON.parse(body) as { model: string }).model)).toEqual(['big', 'big', 'small'])

  const wrong = { ...models, own: [{ id: 'nonsense', priceIn: 1, priceOut: 1 }] }
  expect(await call('PUT', '/api/settings', { models: wrong })).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'models.own[0].id' }] },
  })
  await call('PUT', '/api/settings', { models: { own: [], limits: {}, fallbacks: [] } })
})
