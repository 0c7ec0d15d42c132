import { describe, expect, test } from 'vitest'
import { flowOf, memoryStore, world } from '../testing/index.ts'

const flow = flowOf({ a: 'consult', out: 'output' }, ['a>out'])
const asked = ['r/a/first/1']

describe('a task that waits for somebody in its middle', () => {
  test('is parked, and goes on with the answer without doing again what it did', async () => {
    const w = world()
    await w.start(flow)
    expect(w.view()).toMatchObject({
      nodes: { a: { status: 'waiting' } },
      waitingFor: [{ nodeId: 'a', path: 'a', kind: 'approval' }],
    })
    expect(w.model.asked).toEqual(asked)
    const reply = w.host.signal('r', 'a', { by: 'Ann' })
    await w.clock.settle()
    expect(await reply).toBe('ok')
    expect(w.view()).toMatchObject({
      status: 'completed',
      waitingFor: [],
      output: { result: ['yes', 'Ann', 'yes'] },
      usage: { calls: 2 },
    })
    expect(w.model.asked).toEqual([...asked, 'r/a/last/1'])
    expect(w.bugs).toEqual([])
  })

  test('waits on when the answer is none, and goes on when its time is up', async () => {
    const w = world()
    await w.start(flow)
    const reply = w.host.signal('r', 'a', {})
    await w.clock.settle()
    expect([await reply, w.view().nodes.a?.status]).toEqual(['ok', 'waiting'])
    await w.clock.pass(1_000)
    expect(w.view().output).toEqual({ result: ['yes', 'nobody', 'yes'] })
  })

  test('survives the server, which is asked only for what is missing', async () => {
    const store = memoryStore()
    const before = world({ store })
    await before.start(flow)
    before.host.stop()
    const after = world({ store })
    after.host.resumeAll()
    await after.clock.settle()
    expect(after.view().waitingFor).toMatchObject([{ path: 'a', kind: 'approval' }])
    expect(after.model.asked).toEqual([])
    void after.host.signal('r', 'a', { by: 'Ben' })
    await after.clock.settle()
    expect(after.view().output).toEqual({ result: ['yes', 'Ben', 'yes'] })
    expect(after.model.asked).toEqual(['r/a/last/1'])
  })

  test('takes an answer in a pause, and goes on after it', async () => {
    const w = world()
    await w.start(flow)
    void w.host.pause('r')
    void w.host.signal('r', 'a', { by: 'Cyd' })
    await w.clock.settle()
    expect(w.model.asked).toEqual(asked)
    void w.host.resume('r')
    await w.clock.settle()
    await w.clock.pass(1)
    expect(w.view().output).toEqual({ result: ['yes', 'Cyd', 'yes'] })
  })

  test('can be cancelled like any wait', async () => {
    const w = world()
    await w.start(flow)
    void w.host.cancel('r')
    await w.clock.settle()
    expect(w.view()).toMatchObject({ status: 'cancelled', waitingFor: [] })
  })
})
