import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Lanes } from './lanes.ts'
import type { Dispatch, ItemFacts, Scaling } from './options.ts'
import { desiredLanes, targetStep, thresholdStep } from './scaling.ts'

const push = (strategy: (Dispatch & { type: 'push' })['strategy'], more: object = {}): Dispatch => ({
  type: 'push',
  strategy,
  ...more,
})
const lanesOf = (dispatch: Dispatch, lanes: number, facts: readonly ItemFacts[] = [], seed = 1) =>
  new Lanes({ dispatch, lanes, seed, facts: (index) => facts[index] ?? {} })
const loads = (lanes: Lanes) => lanes.all.map(({ load }) => load)
const given = (lanes: Lanes) => lanes.all.map(({ queue }) => queue.size)

/** Until nothing waits and nobody holds anything: the time the last one ends. An item takes as long as its load says. */
function makespan(lanes: Lanes, facts: readonly ItemFacts[]): number {
  const busy: { lane: number; end: number }[] = []
  let now = 0
  for (;;) {
    for (let pick = lanes.next(now); pick; pick = lanes.next(now))
      busy.push({ lane: lanes.take(pick), end: now + (facts[pick.index]?.load ?? 1) })
    if (busy.length === 0) return now
    busy.sort((a, b) => b.end - a.end)
    const next = busy.pop() as { lane: number; end: number }
    now = next.end
    lanes.release(next.lane, true)
  }
}

const threshold = { type: 'threshold', min: 1, max: 10, up: 0.8, intervalMs: 5_000 } as const
const busy = (lanes: number, queue = 99) => ({ lanes, busy: lanes, queue, waitMs: 0, others: 0 })
const idle = (lanes: number) => ({ lanes, busy: 0, queue: 0, waitMs: 0, others: 0 })
const climb = (step: (lanes: number) => number | undefined, from: number): number[] => {
  const sizes = []
  for (let at = step(from); at !== undefined; at = step(at)) sizes.push(at)
  return sizes
}

test('under load a pool goes 1, 2, 4, 8, 10; without any 10, 6, 4, 3, 2, 1, and to its least', () => {
  const down = (min: number, from: number) =>
    climb((lanes) => thresholdStep(idle(lanes), { ...threshold, min, max: 64 })?.to, from)
  expect(climb((lanes) => thresholdStep(busy(lanes), threshold)?.to, 1)).toEqual([2, 4, 8, 10])
  expect(down(1, 10)).toEqual([6, 4, 3, 2, 1])
  expect(down(2, 10)).toEqual([6, 4, 3, 2])
  expect(down(1, 64)).toEqual([33, 17, 9, 5, 3, 2, 1])
  for (const share of [4, 5, 6, 7, 8]) expect(thresholdStep({ ...busy(10), busy: share }, threshold)).toBeNull()
  expect(thresholdStep(busy(4, 0), threshold)).toBeNull()
})

const target: Scaling & { type: 'target' } = {
  type: 'target',
  metric: 'queuePerLane',
  target: 2,
  tolerance: 0.1,
  min: 0,
  max: 10,
  globalMax: 20,
  intervalMs: 15_000,
  stabilizeMs: 300_000,
}

test('a target is followed up at once, down not below what was wanted lately, and constant load is a fixed point', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 10 }), (queue, from) => {
      let lanes = from
      const sizes: number[] = []
      for (let tick = 0; tick < 12; tick++) {
        lanes = targetStep({ ...idle(lanes), queue }, target, [])?.to ?? lanes
        sizes.push(lanes)
      }
      expect(new Set(sizes.slice(6)).size).toBe(1)
    }),
  )
  expect(targetStep(idle(8), target, [8, 5])).toBeNull()
  expect(targetStep(idle(8), target, [3])?.to).toBe(3)
  expect(targetStep(idle(8), target, [])?.to).toBe(0)
  expect(desiredLanes({ ...idle(0), queue: 1 }, target)).toBe(1)
})

test('what is wanted grows with the measure, within the bounds and the cap of all pools', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), fc.nat(60), fc.nat(60), fc.nat(20), (lanes, a, b, others) => {
      const wanted = (queue: number) => desiredLanes({ ...idle(lanes), queue, others }, target)
      expect(wanted(Math.min(a, b))).toBeLessThanOrEqual(wanted(Math.max(a, b)))
      expect(wanted(a) + others).toBeLessThanOrEqual(Math.max(target.globalMax, others))
      expect(wanted(a)).toBeLessThanOrEqual(target.max)
    }),
  )
})

test('loads are the open estimates, never below nothing, whoever gets what', () => {
  const strategies = ['roundRobin', 'leastLoaded', 'weighted', 'powerOfTwo', 'affinity', 'random'] as const
  fc.assert(
    fc.property(
      fc.constantFrom(...strategies),
      fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 30 }),
      fc.array(fc.nat(4)),
      (strategy, sizes, acts) => {
        const facts = sizes.map((load): ItemFacts => ({ load }))
        const lanes = lanesOf(push(strategy), 3, facts)
        let open = 0
        sizes.forEach((load, index) => {
          lanes.add(index, 0)
          open += load
        })
        for (const act of acts) {
          const held = lanes.all.find((lane) => lane.held !== null)
          if (act < 2) {
            const pick = lanes.next(0)
            if (pick) lanes.take(pick)
          } else if (act === 2 && held) {
            open -= facts[held.held as number]?.load ?? 0
            lanes.release(held.id, true)
          } else lanes.resize(act, 0)
          expect(Math.min(0, ...loads(lanes))).toBe(0)
          // What nobody has been given yet is nobody's load.
          expect(loads(lanes).reduce((sum, load) => sum + load, 0)).toBeLessThanOrEqual(open)
        }
      },
    ),
  )
})

test('round robin differs by one at most, weights are met, the least loaded is chosen, the same key goes the same way', () => {
  const turn = lanesOf(push('roundRobin'), 5)
  for (let index = 0; index < 23; index++) turn.add(index, 0)
  expect(given(turn)).toEqual([5, 5, 5, 4, 4])

  const weighted = lanesOf(push('weighted', { weights: [5, 3, 2] }), 3)
  for (let index = 0; index < 1_000; index++) weighted.add(index, 0)
  expect(given(weighted)).toEqual([500, 300, 200])

  const sizes = [5, 3, 1, 1, 4]
  const least = lanesOf(
    push('leastLoaded'),
    3,
    sizes.map((load) => ({ load })),
  )
  sizes.forEach((_, index) => void least.add(index, 0))
  expect(loads(least)).toEqual([5, 3, 6])

  const keys = Array.from({ length: 60 }, (_, n): ItemFacts => ({ key: `k${n % 30}` }))
  const affine = lanesOf(push('affinity'), 4, keys)
  keys.forEach((_, index) => void affine.add(index, 0))
  const homes = affine.all.map(({ queue }) => new Set(queue.drain().map((index) => keys[index]?.key)))
  expect(homes.reduce((sum, home) => sum + home.size, 0)).toBe(30)
  // Without one lane only its keys move.
  const fewer = lanesOf(push('affinity'), 3, keys)
  keys.forEach((_, index) => void fewer.add(index, 0))
  fewer.all.forEach(({ queue }, at) => {
    const now = new Set(queue.drain().map((index) => keys[index]?.key))
    for (const key of homes[at] ?? []) expect(now).toContain(key)
  })
})

test('two thousand on two thousand lanes: by lot somebody has 5 to 8, of two choices 3', () => {
  const most = (dispatch: Dispatch): number => {
    const lanes = lanesOf(dispatch, 2_000, [], 7)
    for (let index = 0; index < 2_000; index++) lanes.add(index, 0)
    return Math.max(...given(lanes))
  }
  expect(most(push('random'))).toBeGreaterThanOrEqual(5)
  expect(most(push('random'))).toBeLessThanOrEqual(8)
  expect(most(push('powerOfTwo'))).toBeLessThanOrEqual(3)
})

test('a thousand tasks on five lanes: in turn 7 % over the ideal, two choices about 1 %, least loaded and pull less', () => {
  const sizes = [1, 5, 10, 20]
  const over = (dispatch: Dispatch): number => {
    const ratios = Array.from({ length: 10 }, (_, seed) => {
      const facts = Array.from(
        { length: 1_000 },
        (_, n): ItemFacts => ({ load: sizes[(n * 7_919 + seed * 104_729 + ((n * n) % 97)) % 4] as number }),
      )
      const lanes = lanesOf(dispatch, 5, facts, seed)
      facts.forEach((_, index) => void lanes.add(index, 0))
      const ideal = facts.reduce((sum, { load = 0 }) => sum + load, 0) / 5
      return makespan(lanes, facts) / ideal
    })
    return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
  }
  expect(over(push('roundRobin'))).toBeGreaterThan(1.02)
  expect(over(push('powerOfTwo'))).toBeLessThan(1.015)
  expect(over(push('leastLoaded'))).toBeLessThan(1.008)
  expect(over({ type: 'pull' })).toBeLessThan(1.008)
})

test('ids of lanes are never used again, and those who hold something leave after it', () => {
  const lanes = lanesOf({ type: 'pull' }, 2)
  lanes.add(0, 0)
  const pick = lanes.next(0)
  expect(pick).toEqual({ index: 0, lane: 1 })
  if (pick) lanes.take(pick)
  lanes.resize(0, 0)
  expect([lanes.size, lanes.all.map(({ id }) => id)]).toEqual([0, [1]])
  lanes.resize(2, 0)
  lanes.release(1, true)
  expect(lanes.all.map(({ id }) => id)).toEqual([3, 4])
})
