import { expect, test } from 'vitest'
import { StepFailure } from '../failure.ts'
import { flowOf, world } from '../testing/world.ts'

const ofMany = (n: number) =>
  flowOf(
    {
      l: ['list', { of: n }],
      p: 'pool',
      w: ['ask', {}, { parent: 'p', policy: { attempts: 3, backoffMs: 0 } }],
      out: 'output',
    },
    ['l>p', 'p.results>out'],
  )
const failing = (code: string) => () => {
  throw new StepFailure(code, 'It does not work.', { retryable: true })
}
async function asked(code: string) {
  const w = world({ answer: failing(code) })
  await w.start(ofMany(100))
  for (let i = 0; i < 10; i++) await w.clock.pass(60_000)
  expect(w.view().status).toBe('completed')
  return w
}

test('an outage does not multiply the load: a fifth of all attempts and ten more are second ones', async () => {
  const w = await asked('server')
  const again = w.model.asked.length - 100
  expect(again).toBeGreaterThan(10)
  expect(again).toBeLessThanOrEqual(10 + 0.2 * w.model.asked.length + 1)
  expect(JSON.stringify(w.log())).toContain('It was not tried again')
})

test('what is no outage is tried as often as its step says', async () => {
  const w = await asked('model-error')
  expect(w.model.asked).toHaveLength(300)
})

test('a few that fail are tried to their end', async () => {
  const w = world({ answer: failing('server') })
  await w.start(ofMany(3))
  for (let i = 0; i < 10; i++) await w.clock.pass(60_000)
  expect(w.model.asked).toHaveLength(9)
})
