import { type ModelClient, type ModelRequest, noUsage, StepFailure } from '@quorum/engine'
import { describe, expect, test } from 'vitest'
import { fallBack } from './fallBack.ts'
import { limitModels } from './limitModels.ts'
import { ModelSettings } from './modelSettings.ts'

const options = (signal = new AbortController().signal) => ({ signal, idempotencyKey: 'k', onText: () => {} })
const ask = (model: string): ModelRequest => ({ model, messages: [{ role: 'user', content: 'x' }] })

/** A model whose calls stay open until they are let go. */
function heldModel() {
  const open: (() => void)[] = []
  const client: ModelClient = {
    call: () => new Promise((resolve) => open.push(() => resolve({ text: 'ok', usage: noUsage }))),
  }
  return { open, client }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('limits of a provider', () => {
  const { limits } = ModelSettings.parse({ limits: { openai: { atOnce: 2 } } })

  test('let so many calls through at once, in order, and others are not held up', async () => {
    const { open, client } = heldModel()
    const limited = limitModels(client, () => limits, { now: () => 0, sleep: async () => {} })
    const calls = [1, 2, 3].map(() => limited.call(ask('openai/a'), options()))
    await turn()
    void limited.call(ask('local/b'), options())
    await turn()
    expect(open).toHaveLength(3)
    open[0]?.()
    await calls[0]
    await turn()
    expect(open).toHaveLength(4)
  })

  test('a cancelled call gives up its place', async () => {
    const { open, client } = heldModel()
    const limited = limitModels(client, () => limits, { now: () => 0, sleep: async () => {} })
    void limited.call(ask('openai/a'), options())
    void limited.call(ask('openai/a'), options())
    const abort = new AbortController()
    const third = limited.call(ask('openai/a'), options(abort.signal))
    void limited.call(ask('openai/a'), options())
    await turn()
    abort.abort(new Error('cancelled'))
    await expect(third).rejects.toThrow('cancelled')
    open[0]?.()
    await turn()
    expect(open).toHaveLength(3)
  })

  test('a bucket holds a minute of calls and fills evenly', async () => {
    const waits: number[] = []
    let now = 0
    const client: ModelClient = { call: async () => ({ text: 'ok', usage: noUsage }) }
    const limited = limitModels(client, () => ModelSettings.parse({ limits: { openai: { perMinute: 60 } } }).limits, {
      now: () => now,
      sleep: async (ms) => void waits.push(ms),
    })
    for (let i = 0; i < 62; i++) await limited.call(ask('openai/a'), options())
    expect(waits).toEqual([1_000, 2_000])
    now = 3_000
    await limited.call(ask('openai/a'), options())
    expect(waits).toHaveLength(2)
  })
})

describe('a chain of models', () => {
  const chain = () =>
    ModelSettings.parse({ fallbacks: [{ model: 'openai/a', instead: ['local/b', 'local/c'] }] }).fallbacks
  const failing = (codes: Record<string, string>) => {
    const asked: string[] = []
    const client: ModelClient = {
      async call({ model }) {
        asked.push(model)
        const code = codes[model]
        if (code) throw new StepFailure(code, `${model} fails`, { retryable: true })
        return { text: model, usage: noUsage }
      },
    }
    return { asked, models: fallBack(client, chain) }
  }

  test('goes on where a model cannot be had, and says which one answered', async () => {
    const { asked, models } = failing({ 'openai/a': 'rate-limit', 'local/b': 'connection' })
    expect(await models.call(ask('openai/a'), options())).toMatchObject({ text: 'local/c', model: 'local/c' })
    expect(asked).toEqual(['openai/a', 'local/b', 'local/c'])
    expect(await models.call(ask('local/c'), options())).not.toHaveProperty('model')
  })

  test('does not go on where the request is at fault, and ends with the first failure', async () => {
    const refused = failing({ 'openai/a': 'content-filter' })
    await expect(refused.models.call(ask('openai/a'), options())).rejects.toMatchObject({ code: 'content-filter' })
    expect(refused.asked).toEqual(['openai/a'])
    const none = failing({ 'openai/a': 'server', 'local/b': 'server', 'local/c': 'auth' })
    await expect(none.models.call(ask('openai/a'), options())).rejects.toMatchObject({ message: 'openai/a fails' })
  })
})
