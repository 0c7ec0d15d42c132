import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  allRight,
  callsDeviation,
  callsOf,
  collisionsExpected,
  costOf,
  leastMargin,
  longestTask,
  priceOf,
  stepRight,
  undecidedAfter,
  votesDeviation,
  votesEnoughFor,
  votesPerStep,
  wilson,
} from './margin.ts'

/** p, s, t, k before rounding, k, all right at k, all right at k − 1, votes a step (MAKER.md §5.1). */
const vectors = `
0.99 1 0.5 0 1 0.990000 - 1.000000
0.9 1 0.95 1.3401 2 0.987805 0.900000 2.439024
0.85 7 0.95 2.8320 3 0.962363 0.806810 4.238866
0.55 15 0.9 24.6917 25 0.905688 0.886047 246.708851
0.7 31 0.9 6.7068 7 0.921074 0.825723 17.407300
0.6 100 0.9 16.9065 17 0.903531 0.858878 84.827632
0.9 127 0.95 3.5564 4 0.980831 0.840220 4.998476
0.75 1000 0.99 10.4749 11 0.994371 0.983208 21.999752
0.8 1023 0.95 7.1418 8 0.984512 0.939472 13.332926
0.85 1023 0.95 5.7077 6 0.969576 0.839402 8.570911
0.9 1000000 0.9 7.3119 8 0.977037 0.811334 10.000000
0.95 1000000 0.9 5.4563 6 0.978968 0.667737 6.666666
0.99 1000000 0.9 3.4963 4 0.989644 0.356789 4.081633
0.999 1000000 0.9 2.3261 3 0.998997 0.367143 3.006012
0.9978 1048575 0.95 2.7518 3 0.988824 0.006112 3.013258
0.996 1048575 0.95 3.0509 4 0.999727 0.934335 4.032258
0.9982 1048575 0.95 2.6642 3 0.993870 0.033053 3.010839
0.9642 1048575 0.95 5.1112 6 0.997257 0.928680 6.462732
0.9607 1048575 0.95 5.2662 6 0.995098 0.886812 6.511830
0.9431 1048575 0.95 5.9950 6 0.950684 0.432468 6.770480
0.8161 1048575 0.95 11.2963 12 0.982186 0.923332 18.981334
0.7658 1048575 0.95 14.2082 15 0.980124 0.936463 28.216703
0.6429 1048575 0.95 28.6291 29 0.959596 0.928439 101.469551
0.99 1048575 0.95 3.6633 4 0.989143 0.339368 4.081633
0.99 1048575 0.99 4.0180 5 0.999890 0.989143 5.102041
0.85 1048575 0.95 9.7043 10 0.969754 0.840263 14.285713
0.99 1e9 0.95 5.1562 6 0.998938 0.900186 6.122449
0.99 1e12 0.95 6.6595 7 0.989328 0.345709 7.142857
0.999 1e14 0.9 4.9932 5 0.904384 2.5e-44 5.010020`
  .trim()
  .split('\n')
  .map((line) => line.split(' '))

test.each(vectors)('p %s, %s steps, target %s: margin %s → %s', (p, s, t, exact, k, full, before, votes) => {
  const margin = leastMargin(Number(p), Number(s), Number(t))
  expect(margin.k).toBe(Number(k))
  if (margin.k === null) return
  expect(margin.exact).toBeCloseTo(Number(exact), 3)
  expect(Math.abs(allRight(Number(p), margin.k, Number(s)) - Number(full))).toBeLessThan(1e-6)
  if (before !== '-') {
    expect(Math.abs(allRight(Number(p), margin.k - 1, Number(s)) - Number(before))).toBeLessThan(1e-6)
  }
  expect(Math.abs(votesPerStep(Number(p), margin.k) - Number(votes))).toBeLessThan(1e-5)
})

test('one race of two answers (MAKER.md §5.2)', () => {
  const six = (list: readonly number[]) => list.map((value) => value.toFixed(6))
  const ks = [1, 2, 3, 4, 5]
  expect(six(ks.map((k) => stepRight(0.6, k)))).toEqual(['0.600000', '0.692308', '0.771429', '0.835052', '0.883636'])
  expect(six(ks.map((k) => stepRight(0.9, k)))).toEqual(['0.900000', '0.987805', '0.998630', '0.999848', '0.999983'])
  expect(ks.map((k) => votesPerStep(0.5, k))).toEqual([1, 4, 9, 16, 25])
  expect(six(ks.map((k) => votesPerStep(0.6, k)))).toEqual([
    '1.000000',
    '3.846154',
    '8.142857',
    '13.402062',
    '19.181818',
  ])
  expect(six(ks.map((k) => votesPerStep(0.9, k)))).toEqual(['1.000000', '2.439024', '3.739726', '4.998476', '6.249788'])
})

test.each([
  [0.9978, 3, 0.16338, 5],
  [0.99, 4, 0.41024, 8],
  [0.9, 3, 1.4236, 13],
  [0.9, 8, 2.3717, 22],
  [0.8, 8, 4.8675, 40],
  [0.85, 6, 2.9853, 24],
  [0.6, 3, 6.0609, 45],
] as const)(
  'at p %s and k %s the votes spread by %s, and %s are enough for 99.9 %% of the steps',
  (p, k, spread, most) => {
    expect(Math.abs(votesDeviation(p, k) / spread - 1)).toBeLessThan(5e-4)
    expect(votesEnoughFor(p, k, 0.999)).toBe(most)
  },
)

test.each([
  [0.9, 3, 10, 0.005314],
  [0.9, 3, 20, 7.6e-6],
  [0.9, 8, 20, 0.001978],
  [0.9, 8, 50, 2.6e-10],
  [0.6, 3, 50, 3.8e-4],
  [0.6, 3, 100, 1.0e-7],
] as const)('at p %s and k %s, after %s votes a share of %s is still open', (p, k, cap, open) => {
  expect(Math.abs(undecidedAfter(p, k, cap) / open - 1)).toBeLessThan(0.05)
})

test('least margins grow by one about every time the task grows tenfold', () => {
  const row = (p: number) => Array.from({ length: 14 }, (_, i) => leastMargin(p, 10 ** (i + 1), 0.9).k)
  expect(row(0.99)).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 7, 8, 8])
  expect(row(0.9)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
  expect(row(0.999)).toEqual([1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5])
})

test('the edges of the domain', () => {
  expect(leastMargin(1, 1e6, 0.95).k).toBe(1)
  expect(leastMargin(0.9, 0, 0.95).k).toBe(1)
  expect(leastMargin(0.9, 10, 0).k).toBe(1)
  expect(leastMargin(0.5, 10, 0.95)).toMatchObject({ k: null })
  expect(leastMargin(0.3, 10, 0.95)).toMatchObject({ k: null })
  expect(() => leastMargin(0.9, 10, 1)).toThrow(RangeError)
  // Where a formula with ln(1 − t^(1/s)) gives other numbers.
  expect(leastMargin(0.55, 1, 0.5).k).toBe(1)
  expect(leastMargin(0.55, 2, 0.8).k).toBe(11)
  expect(leastMargin(0.999, 1e18, 0.9).k).toBeGreaterThan(5)
})

test('the margin reaches the target and no smaller one does; it rises with s and t and falls with p', () => {
  const p = fc.double({ min: 0.51, max: 0.99999, noNaN: true })
  const s = fc.integer({ min: 1, max: 1e9 })
  const t = fc.double({ min: 0.01, max: 0.999, noNaN: true })
  const least = (...at: Parameters<typeof leastMargin>) => leastMargin(...at).k ?? Number.NaN
  fc.assert(
    fc.property(p, s, t, (p, s, t) => {
      const k = least(p, s, t)
      expect(allRight(p, k, s)).toBeGreaterThanOrEqual(t)
      if (k > 1) expect(allRight(p, k - 1, s)).toBeLessThan(t)
      expect(least(p, s * 2, t)).toBeGreaterThanOrEqual(k)
      expect(least(p, s, t + (1 - t) / 2)).toBeGreaterThanOrEqual(k)
      expect(least(p + (1 - p) / 2, s, t)).toBeLessThanOrEqual(k)
      expect(votesPerStep(p, k)).toBeGreaterThanOrEqual(k - 1e-9)
      expect(longestTask(p, k, t)).toBeGreaterThanOrEqual(s - Math.ceil(s * 1e-9))
    }),
  )
})

test('costs: the table of the paper follows from price, tokens and margin', () => {
  // gpt-4.1-mini at 0.1: 1.6 $ per million output tokens, 538 of them, k = 3, 3.160 million calls; stated $3.5K.
  const calls = callsOf(0.9978, 3, 1_048_575, 1)
  expect(calls).toBeCloseTo(3_159_627, -1)
  expect(calls * priceOf({ input: 0.4, output: 1.6 }, 617, 538)).toBeGreaterThan(3_450)
  expect(calls * priceOf({ input: 0.4, output: 1.6 }, 617, 538)).toBeLessThan(3_550)
  expect(callsDeviation(0.9978, 3, 1_048_575)).toBeCloseTo(167, 0)
  expect(callsOf(0.99977, 3, 1_048_575, 0.9732)).toBeCloseTo(3_233_700, -3)
  // Steps in bigger bites: a thousand in one call costs 1.15·10⁴ times as much as one.
  const one = costOf(0.99, 4, 1e6, 1, 1)
  const k = leastMargin(0.99, 1e3, 0.9).k ?? 0
  expect(costOf(0.99, k, 1e6, 1000, 1) / one / 1.15e4).toBeCloseTo(1, 1)
  expect(collisionsExpected(0.9978, 1_048_575)).toBeCloseTo(5.075, 2)
})

test('calibration: the upper bound of the error decides (MAKER.md §7)', () => {
  const kFor = (errors: number, n: number) => leastMargin(1 - wilson(errors, n).high, 1_048_575, 0.95).k
  expect(wilson(22, 10_000).high).toBeCloseTo(0.00333, 5)
  expect(wilson(569, 10_000).high).toBeCloseTo(0.06161, 5)
  expect(wilson(0, 1_000).high).toBeCloseTo(0.00383, 5)
  expect(wilson(0, 100).high).toBeCloseTo(0.037, 4)
  expect([kFor(22, 10_000), kFor(569, 10_000), kFor(0, 1_000), kFor(0, 100)]).toEqual([3, 7, 4, 6])
})
