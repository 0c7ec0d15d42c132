import { beforeEach, describe, expect, test } from 'vitest'
import type { RunRecord, RunStore } from '../run/backend.ts'
import type { RunEvent } from '../run/event.ts'
import type { RunView } from '../run/view.ts'
import { dyingStore, WorkerDied } from './memoryStore.ts'
import { flowOf, world } from './world.ts'

/** A fresh store for one test. */
export interface StoreUnderTest {
  readonly store: RunStore
  /** Writes a run down as it is before it is started. @returns its record, with the id the store gave it. */
  add(record: Omit<RunRecord, 'id'>): RunRecord
  /** The same log, seen by the process that comes after a crash. */
  reopen(): RunStore
}

const asked = flowOf({ a: 'ask', b: 'add', c: 'ask', d: 'ask', j: 'join' }, ['a>b', 'b>c', 'b>d', 'c>j', 'd>j'])
const plain = {
  flowId: null,
  revision: null,
  flow: asked,
  input: { x: 1 },
  seed: 7,
  model: null,
  source: null,
  callees: {},
}
const event = (seq: number, body: object = {}): RunEvent =>
  ({
    seq,
    at: 1_000 + seq,
    type: 'node.completed',
    path: `p${seq}`,
    node: 'p',
    ports: { out: seq },
    ...body,
  }) as RunEvent
const some = (from: number, to: number): RunEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index))

/** What every backend's store must do (DISTRIBUTED.md §11). Called in a test file of each. */
export function storeConformance(name: string, make: () => StoreUnderTest): void {
  describe(`${name} is a run store`, () => {
    let it: StoreUnderTest
    let id: string
    beforeEach(() => {
      it = make()
      id = it.add(plain).id
    })
    const log = (store = it.store, runId = id, after = 0) => [...store.events(runId, after)]

    test('events come back as they were, in order, from any point, in any number', () => {
      const events = [event(1, { type: 'run.started', input: { x: [1, null, 'ü"\\'] }, seed: 7 }), ...some(2, 2_500)]
      it.store.commit([{ runId: id, afterSeq: 0, events: events.slice(0, 3) }])
      it.store.commit([{ runId: id, afterSeq: 3, events: events.slice(3) }])
      expect(log()).toEqual(events)
      for (const after of [1, 2, 3, 4, 999, 1_003, 2_499, 2_500])
        expect(log(it.store, id, after)).toEqual(events.slice(after))
    })

    test('what is committed is there for the process that comes after', () => {
      it.store.commit([{ runId: id, afterSeq: 0, events: some(1, 5) }])
      const later = it.reopen()
      expect(log(later)).toEqual(some(1, 5))
      later.commit([{ runId: id, afterSeq: 5, events: some(6, 6) }])
      expect(log(later)).toEqual(some(1, 6))
    })

    test('what is written no longer changes with what it was made from', () => {
      const ports: Record<string, number> = { out: 1 }
      it.store.commit([{ runId: id, afterSeq: 0, events: [event(1, { ports })] }])
      ports.out = 2
      expect(log()).toEqual([event(1, { ports: { out: 1 } })])
    })

    test('a log that does not end where the writer thinks, or would get a hole, refuses the whole batch', () => {
      const other = it.add(plain).id
      it.store.commit([{ runId: id, afterSeq: 0, events: some(1, 2) }])
      for (const bad of [
        { runId: id, afterSeq: 0, events: some(1, 1) },
        { runId: id, afterSeq: 1, events: some(2, 2) },
        { runId: id, afterSeq: 3, events: some(4, 4) },
        { runId: id, afterSeq: 2, events: some(4, 4) },
        { runId: id, afterSeq: 2, events: [event(3), event(5)] },
        { runId: 'run_nowhere', afterSeq: 0, events: some(1, 1) },
      ]) {
        expect(() => it.store.commit([{ runId: other, afterSeq: 0, events: some(1, 1) }, bad])).toThrow()
        expect(log(it.store, other)).toEqual([])
        expect(log()).toEqual(some(1, 2))
      }
      it.store.commit([{ runId: id, afterSeq: 2, events: some(3, 3) }])
      expect(log()).toEqual(some(1, 3))
    })

    test('of two writers of one log the second is refused', () => {
      const first = it.reopen()
      const second = it.reopen()
      for (const store of [first, second]) expect(log(store)).toEqual([])
      first.commit([{ runId: id, afterSeq: 0, events: some(1, 4) }])
      expect(() => second.commit([{ runId: id, afterSeq: 0, events: some(1, 2) }])).toThrow()
      expect(log(it.reopen())).toEqual(some(1, 4))
    })

    test('a run is unfinished until its end is committed, and again when it is taken up', () => {
      const other = it.add(plain).id
      const open = () =>
        it
          .reopen()
          .unfinished()
          .map((record) => record.id)
      expect(open()).toEqual([id, other])
      expect(it.reopen().unfinished()[0]).toMatchObject({ ...plain, id })
      const ended = { id, status: 'failed', seq: 1, endedAt: null, nodes: {} } as unknown as RunView
      it.store.commit([{ runId: id, afterSeq: 0, events: some(1, 1), ended }])
      expect(open()).toEqual([other])
      it.store.commit([{ runId: id, afterSeq: 1, events: some(2, 2), reopened: true }])
      expect(open()).toEqual([id, other])
    })

    test('an engine on it comes to the same, whichever of its commits it dies at, and asks nothing twice', async () => {
      const run = async (crashPoint: number, torn: boolean) => {
        const { store, add, reopen } = make()
        const record = add(plain)
        const before = world({ through: () => dyingStore(store, crashPoint, torn) })
        void before.host.start(record)
        await before.clock.settle()
        const died = before.bugs.some((bug) => bug instanceof WorkerDied)
        const after = world({ through: reopen })
        after.host.resumeAll()
        await after.clock.settle()
        const events = [...reopen().events(record.id)]
        const answers = events.flatMap((one) => (one.type === 'step.completed' ? [one.path] : []))
        expect(new Set(answers).size).toBe(answers.length)
        return { died, ended: events.at(-1), answers: answers.length }
      }
      const undisturbed = await run(1_000, false)
      expect(undisturbed).toMatchObject({ died: false, answers: 3, ended: { type: 'run.ended', status: 'completed' } })
      for (let point = 1; ; point++) {
        const torn = await run(point, true)
        const whole = await run(point, false)
        if (!torn.died) break
        for (const { ended, answers } of [torn, whole]) {
          expect(answers).toBe(3)
          expect(ended).toMatchObject({ type: 'run.ended', status: 'completed' })
        }
      }
    })
  })
}
