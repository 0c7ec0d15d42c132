import type { Value } from '@quorum/engine'
import { dyingStore, flowOf, memoryStore, world } from '@quorum/engine/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'

/** So many agents one after another inside it. */
const around = (params: Record<string, unknown>, times: number, heard = true) =>
  flowOf(
    {
      q: 'input',
      d: ['watchdog', params],
      l: ['loop', { times }, { parent: 'd' }],
      a: ['agent', {}, { parent: 'l', policy: { attempts: 1 } }],
      out: ['output', { name: 'out' }],
      ...(heard ? { alarms: ['output', { name: 'alarms' }] as const } : {}),
    },
    ['q>d', 'd>out', ...(heard ? ['d.alarms>alarms'] : [])],
  )
const rulesOf = (output: unknown) =>
  ((output as { alarms?: { rule: string }[] } | null)?.alarms ?? []).map(({ rule }) => rule)
const slowly = (w: () => ReturnType<typeof world>, ms: number) => () =>
  new Promise<Value>((resolve) => w().clock.at(w().clock.now() + ms, () => resolve('fine')))

test('“notify” changes nothing but that an alarm leaves with the result, once for each limit', async () => {
  const all: ReturnType<typeof world> = world({ kit, answer: slowly(() => all, 1_000) })
  await all.start(around({ ms: 2_500, calls: 2, usd: 5 }, 3), 'x')
  for (let i = 0; i < 4; i++) await all.clock.pass(1_000)
  expect(all.view()).toMatchObject({ status: 'completed', output: { out: 'fine' }, usage: { calls: 3 } })
  expect(rulesOf(all.view().output)).toEqual(['ms', 'calls'])
})

test('“cancel” stops what is inside when the time is over, and the alarm says so', async () => {
  const all: ReturnType<typeof world> = world({ kit, answer: slowly(() => all, 1_000) })
  await all.start(around({ ms: 2_500, action: 'cancel' }, 9), 'x')
  for (let i = 0; i < 9; i++) await all.clock.pass(500)
  expect(all.view().status).toBe('completed')
  expect(rulesOf(all.view().output)).toEqual(['ms'])
  expect(all.view().output).not.toHaveProperty('out')
  expect(all.model.asked.length).toBe(3)
})

test('“pause” pauses the run once, when calls or time are over, and it goes on when it is let go', async () => {
  for (const rule of [{ calls: 1 }, { ms: 1_500 }]) {
    const all: ReturnType<typeof world> = world({ kit, answer: slowly(() => all, 1_000) })
    await all.start(around({ ...rule, action: 'pause' }, 4), 'x')
    for (let i = 0; i < 8; i++) await all.clock.pass(1_000)
    expect(all.view().status).toBe('paused')
    expect(all.model.asked.length).toBe(2)
    void all.host.resume('r')
    for (let i = 0; i < 8; i++) await all.clock.pass(1_000)
    expect(all.view()).toMatchObject({ status: 'completed', output: { out: 'fine' }, usage: { calls: 4 } })
    expect(rulesOf(all.view().output)).toEqual(Object.keys(rule))
  }
})

test('a pause by a limit survives a crash, and is not made twice', () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (crashPoint) => {
      const store = memoryStore()
      const first = world({
        kit,
        answer: () => 'fine',
        store,
        through: (inner) => dyingStore(inner, crashPoint, crashPoint % 2 === 0),
      })
      await first.start(around({ calls: 1, action: 'pause' }, 4), 'x')
      const go = async (w: typeof first) => {
        w.host.resumeAll()
        await w.clock.settle()
        return w.host.view('r')?.status
      }
      const second = world({ kit, answer: () => 'fine', store, clock: first.clock })
      const status = await go(second)
      if (status !== 'paused') {
        expect(first.view().status).toBe('paused')
        return
      }
      void second.host.resume('r')
      await second.clock.settle()
      expect(second.view()).toMatchObject({ status: 'completed', usage: { calls: 4 } })
      expect([...store.events('r')].filter(({ type }) => type === 'run.paused').length).toBe(1)
    }),
    { numRuns: 20 },
  ))

test('with nobody to hear the alarm it fails; what goes wrong inside is not its doing', async () => {
  const deaf = world({ kit, answer: () => 'fine' })
  await deaf.start(around({ calls: 1, action: 'cancel' }, 5, false), 'x')
  expect(deaf.view().error).toMatchObject({ code: 'over-limit' })
  const broken = world({ kit, answer: () => 'fail' })
  await broken.start(around({ calls: 9, action: 'cancel' }, 5), 'x')
  expect(broken.view().status).toBe('failed')
  expect(broken.view().output).toBeNull()
})

test('“cancel” lets through what stays within its calls and stops the rest after one more, also after a crash', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 40 }),
      async (calls, times, crashPoint) => {
        const store = memoryStore()
        const first = world({
          kit,
          answer: () => 'fine',
          store,
          through: (inner) => dyingStore(inner, crashPoint, crashPoint % 2 === 0),
        })
        await first.start(around({ calls, action: 'cancel' }, times), 'x')
        const second = world({ kit, answer: () => 'fine', store, clock: first.clock })
        second.host.resumeAll()
        await second.clock.settle()
        const view = (second.host.view('r') ? second : first).view()
        expect(view.status).toBe('completed')
        expect(view.usage.calls).toBe(Math.min(times, calls + 1))
        expect(rulesOf(view.output)).toEqual(times > calls ? ['calls'] : [])
        expect(Object.hasOwn(view.output ?? {}, 'out')).toBe(times <= calls)
      },
    ),
    { numRuns: 25 },
  ))
