import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { validateFlow } from '../flow/validate.ts'
import {
  begin,
  foretell,
  hasEnded,
  outcomeOf,
  patience,
  randomCallees,
  randomFlow,
  runs,
  type Script,
  scripted,
  testKit,
  toTheEnd,
  undisturbed,
  withCrash,
} from '../testing/index.ts'
import type { RunRecord } from './backend.ts'
import { hashSeed } from './hash.ts'
import type { RunView } from './view.ts'

vi.setConfig({ testTimeout: patience })

const everything = randomFlow({ races: true, absorb: true, boom: true, nested: true, waits: true })
const steady = randomFlow({ absorb: true, boom: true, nested: true, waits: true })

/** A model whose moods depend on who asks only: some fail once, some always, and each takes its time. */
const moody = (mood: number): Required<Pick<Script, 'answer'>> => ({
  answer(key) {
    const [, ...path] = key.split('/')
    const attempt = path.pop()
    const hash = hashSeed(mood, path.join('/'))
    const fails = mood > 0 && (hash % 7 === 0 || (hash % 5 === 0 && attempt === '1'))
    return { text: fails ? 'fail' : path.join('/'), afterMs: hash % 3 === 0 ? 0 : hash % 90 }
  },
})
const people: Required<Pick<Script, 'people'>> = {
  people: (path) => ({ decision: hashSeed(3, path) % 4 === 0 ? 'reject' : 'approve', by: 'ann' }),
}

function expectSettled(view: RunView): void {
  expect(view.status).toSatisfy(() => hasEnded(view))
  expect(view.error?.code).not.toBe('deadlock')
  for (const [id, node] of Object.entries(view.nodes)) {
    expect([id, node.counts.running]).toEqual([id, 0])
    expect([id, node.status]).not.toEqual([id, 'running'])
  }
}

test('what the drawing hand draws has no errors', () => {
  fc.assert(
    fc.property(everything, (flow) => validateFlow(flow, testKit).every(({ severity }) => severity !== 'error')),
    runs(300),
  )
})

test('every nested flow ends, whatever fails, and leaves nothing at work', async () => {
  await fc.assert(
    fc.asyncProperty(everything, fc.nat(30), async (flow, mood) => {
      const { view, w } = await undisturbed({ flow, input: 0, ...moody(mood), ...people })
      expect(w.bugs).toEqual([])
      expectSettled(view)
      await w.clock.pass(100)
      expect(w.clock.pending()).toBe(0)
    }),
    runs(500),
  )
})

test('which nodes of an acyclic flow run is what an independent reckoning says', async () => {
  const acyclic = randomFlow({ absorb: true, boom: true, firsts: true }, 12)
  await fc.assert(
    fc.asyncProperty(acyclic, fc.nat(30), async (flow, mood) => {
      const { answer } = moody(mood)
      const single = {
        ...flow,
        nodes: flow.nodes.map((node) => ({ ...node, policy: { ...node.policy, attempts: 1 } })),
      }
      const { view } = await undisturbed({ flow: single, input: 0, answer })
      const expected = foretell(single, (path) => answer(`r/${path}/1`).text !== 'fail')
      expect({
        status: view.status,
        nodes: Object.fromEntries(Object.entries(view.nodes).map(([id, node]) => [id, node.status])),
      }).toEqual(expected)
    }),
    runs(2_000),
  )
})

test('what a nested flow comes to does not depend on how long anybody takes, where no rule asks for the first', async () => {
  await fc.assert(
    fc.asyncProperty(steady, fc.nat(12), fc.nat(999), async (flow, mood, pace) => {
      const { answer } = moody(mood)
      const otherwise = (key: string) => ({ ...answer(key), afterMs: hashSeed(pace, key) % 3_000 })
      const { view } = await undisturbed({ flow, input: 0, answer, ...people })
      const { view: other } = await undisturbed({ flow, input: 0, answer: otherwise, ...people })
      expect(outcomeOf(other)).toEqual(outcomeOf(view))
    }),
    runs(300),
  )
})

test('a worker may die at any commit of a nested flow, and the next one comes to the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      steady,
      fc.nat(12),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (flow, mood, at, torn) => {
        const script = { flow, input: 0, ...moody(mood), ...people }
        const after = await withCrash(script, at, torn)
        if (!after) return
        const { view } = await undisturbed(script)
        expect(after.bugs).toEqual([])
        expect(outcomeOf(after.view)).toEqual(outcomeOf(view))
        expect(after.repeated).toEqual([])
      },
    ),
    runs(400),
  )
})

test('a worker that dies where races are run loses nothing, either: the run ends and no answer is asked for again', async () => {
  await fc.assert(
    fc.asyncProperty(
      everything,
      fc.nat(12),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (flow, mood, at, torn) => {
        const after = await withCrash({ flow, input: 0, ...moody(mood), ...people }, at, torn)
        if (!after) return
        expect([after.bugs, after.repeated]).toEqual([[], []])
        expectSettled(after.view)
      },
    ),
    runs(300),
  )
})

test('what the patches of a nested flow say is what the view says', async () => {
  await fc.assert(
    fc.asyncProperty(everything, fc.nat(12), async (flow, mood) => {
      const script = { flow, input: 0, ...moody(mood), ...people }
      const w = scripted(script)
      await begin(w, script)
      for (let step = 0; step < 30 && w.host.active() > 0; step++) {
        await w.clock.pass(60)
        const folded = w.folded.get('r')
        if (folded && folded.seq === w.view().seq) expect(folded).toEqual(w.view())
      }
      await toTheEnd(w, script)
      if (w.folded.has('r')) expect(w.folded.get('r')).toEqual(w.view())
    }),
    runs(150),
  )
})

test('a replay of a nested flow asks nobody and comes to the same', async () => {
  await fc.assert(
    fc.asyncProperty(steady, fc.nat(12), async (flow, mood) => {
      const script = { flow, input: 0, ...moody(mood), ...people }
      const { w, view } = await undisturbed(script)
      const asked = w.model.asked.length
      await w.start(flow, 0, 'again', { runId: 'r', keep: 'all', pins: {} }, randomCallees)
      const again = await toTheEnd(w, script, 'again')
      expect(w.model.asked).toHaveLength(asked)
      expect(outcomeOf(again)).toEqual(outcomeOf(view))
      expect(w.bugs).toEqual([])
    }),
    runs(200),
  )
})

test('a replay asks nobody, whatever was withdrawn, raced or finished by hand in the run it replays', async () => {
  await fc.assert(
    fc.asyncProperty(everything, fc.nat(12), fc.nat(99), async (flow, mood, pick) => {
      const script = { flow, input: 0, ...moody(mood), ...people }
      const w = scripted(script)
      await begin(w, script)
      await w.clock.pass(30)
      const paths = w.log().flatMap((event) => ('path' in event ? [event.path] : []))
      const path = paths[pick % Math.max(1, paths.length)]
      if (path !== undefined) void (pick % 2 === 0 ? w.host.finish('r', path) : w.host.cancel('r', { path }))
      await toTheEnd(w, script)
      const asked = w.model.asked.length
      await w.start(flow, 0, 'again', { runId: 'r', keep: 'all', pins: {} }, randomCallees)
      const again = await toTheEnd(w, script, 'again')
      expect([w.bugs, w.model.asked.length]).toEqual([[], asked])
      expectSettled(again)
    }),
    runs(200),
  )
})

test('a run that failed completes when retried once the model is mended, and comes to what it would have come to', async () => {
  const honest = randomFlow({ nested: true, waits: true })
  await fc.assert(
    fc.asyncProperty(honest, fc.integer({ min: 1, max: 30 }), async (flow, mood) => {
      const mended = { on: false }
      const { answer } = moody(mood)
      const healthy = moody(0).answer
      // A guard that tries again says the same as one that need not.
      const plain = (said: ReturnType<typeof healthy>) => ({ ...said, text: said.text.replace(/#\d+/g, '') })
      const script: Script = {
        flow,
        input: 0,
        answer: (key) => plain(mended.on ? healthy(key) : answer(key)),
        people: () => ({ decision: 'approve', by: 'ann' }),
      }
      const { w, view } = await undisturbed(script)
      const whole = (await undisturbed({ ...script, answer: (key) => plain(healthy(key)) })).view
      // Some flows fail by themselves: a loop that may not go round once more.
      if (view.status !== 'failed' || whole.status !== 'completed') return
      const asked = new Set(w.log().flatMap((event) => (event.type === 'step.completed' ? [event.path] : [])))
      const before = w.model.asked.length
      mended.on = true
      const reply = w.host.retry(w.store.records.get('r') as RunRecord, {})
      await w.clock.settle()
      const again = await toTheEnd(w, script)
      expect(await reply).toBe('ok')
      expect([w.bugs, again.status, again.error]).toEqual([[], 'completed', null])
      expect(again.output).toEqual(whole.output)
      const twice = w.model.asked.slice(before).filter((key) => asked.has(key.split('/').slice(1, -1).join('/')))
      expect(twice).toEqual([])
    }),
    runs(400),
  )
})

test('whatever is withdrawn by hand, a nested flow ends and nothing of it stays at work', async () => {
  await fc.assert(
    fc.asyncProperty(everything, fc.array(fc.nat(99), { minLength: 1, maxLength: 5 }), async (flow, picks) => {
      const script = { flow, input: 0, ...moody(7), ...people }
      const w = scripted(script)
      await begin(w, script)
      for (const pick of picks) {
        const open = w.log().flatMap((event) => ('path' in event ? [event.path] : []))
        const path = open[pick % Math.max(1, open.length)]
        if (path === undefined) continue
        const ways = [
          () => w.host.cancel('r', { path }),
          () => w.host.skip('r', path),
          () => w.host.finish('r', path),
          () => w.host.add('r', path, { items: [1], close: pick % 3 === 0 }),
        ]
        void ways[pick % ways.length]?.()
        await w.clock.pass(20)
      }
      expectSettled(await toTheEnd(w, script))
      expect(w.bugs).toEqual([])
      await w.clock.pass(100)
      expect(w.clock.pending()).toBe(0)
    }),
    runs(200),
  )
})
