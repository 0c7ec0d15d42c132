import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { AppEnv } from './env.ts'
import { Problem } from './problem.ts'
import { createRateLimit } from './rateLimit.ts'

test('so many calls a minute and address, then not before the next minute', async () => {
  let now = 0
  const limit = createRateLimit(3, () => now)
  const app = new Hono<AppEnv>()
  app.onError((error, c) => c.json(error instanceof Problem ? error.extra : {}, 429))
  app.get('/', (c) => {
    limit(c)
    return c.text('ok')
  })
  const from = (remoteAddress: string) =>
    app.request('/', {}, { incoming: { socket: { remoteAddress } } } as unknown as AppEnv['Bindings'])
  for (let i = 0; i < 3; i++) expect((await from('1.1.1.1')).status).toBe(200)
  now = 20_000
  const refused = await from('1.1.1.1')
  expect(refused.status).toBe(429)
  expect(await refused.json()).toEqual({ retryAfter: 40 })
  expect((await from('2.2.2.2')).status).toBe(200)
  now = 60_000
  expect((await from('1.1.1.1')).status).toBe(200)
})
