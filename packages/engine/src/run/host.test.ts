import { expect, test } from 'vitest'
import { fakeClock } from '../testing/fakeClock.ts'
import { memoryStore } from '../testing/memoryStore.ts'
import { flowOf, world } from '../testing/world.ts'

const asking = flowOf({ a: 'ask' }, [])
const waits = flowOf({ w: 'wait' }, [])

test('more runs than may be at work wait in line, begin in order, and can be cancelled there', async () => {
  const answers: (() => void)[] = []
  const w = world({ maxWorking: 2, answer: () => new Promise((resolve) => answers.push(() => resolve('ok'))) })
  for (const id of ['a', 'b', 'c', 'd']) await w.start(asking, null, id)
  expect([w.host.active(), w.host.queued()]).toEqual([2, 2])
  expect(w.log('c')).toEqual([])
  void w.host.cancel('c')
  await w.clock.settle()
  expect(w.view('c').status).toBe('cancelled')
  answers[0]?.()
  await w.clock.settle()
  expect(w.view('a').status).toBe('completed')
  expect(w.view('d').status).toBe('running')
  expect(w.host.queued()).toBe(0)
})

test('a run that only waits takes no place', async () => {
  const w = world({ maxWorking: 1 })
  await w.start(waits, null, 'a')
  await w.start(waits, null, 'b')
  await w.start(asking, null, 'c')
  expect(w.view('c').status).toBe('completed')
  expect(w.view('a').waitingFor).toHaveLength(1)
})

test('after a crash what had begun goes on at once, and the line is as long as it was', async () => {
  const store = memoryStore()
  const never = () => new Promise<string>(() => undefined)
  const before = world({ store, maxWorking: 1, answer: never })
  for (const id of ['a', 'b', 'c']) await before.start(asking, null, id)
  const after = world({ store, maxWorking: 1, answer: never, clock: fakeClock() })
  after.host.resumeAll()
  await after.clock.settle()
  expect([after.host.active(), after.host.queued()]).toEqual([1, 2])
})

test('while the store refuses to write nothing goes on, somebody is told once, and then all goes on by itself', async () => {
  let full = false
  const stalls: unknown[] = []
  const w = world({
    through: (store) => ({
      ...store,
      commit(batch) {
        if (full) throw new Error('the disk is full')
        store.commit(batch)
      },
    }),
    onStall: (error) => stalls.push(error),
    answer: async () => {
      full = w.model.asked.length === 1
      return 'ok'
    },
  })
  await w.start(flowOf({ a: 'ask', b: 'ask' }, ['a>b']))
  await w.clock.pass(3_500)
  expect(w.model.asked).toHaveLength(1)
  expect(w.host.view('r')).toBe(null)
  expect(stalls).toEqual([new Error('the disk is full')])
  expect(w.bugs).toHaveLength(1)
  full = false
  await w.clock.pass(1_000)
  expect(w.view().status).toBe('completed')
  expect(w.model.asked).toHaveLength(2)
  expect(stalls).toHaveLength(2)
  expect(stalls[1]).toBe(null)
})

test('a long turn of one run does not keep the others out', async () => {
  const w = world()
  const many = flowOf(
    {
      l: ['list', { of: 20_000 }],
      p: ['pool', { concurrency: 64, maxItems: 20_000 }],
      x: ['add', {}, { parent: 'p' }],
    },
    ['l>p'],
  )
  void w.start(many, null, 'long')
  await w.start(flowOf({ a: 'add' }, []), 1, 'short')
  expect(w.view('short').status).toBe('completed')
  expect(w.view('long').nodes.p?.counts.completed).toBe(20_000)
})
