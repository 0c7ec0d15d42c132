import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { standingOf } from '../vote/race.ts'
import { leapSteps, type Page } from './leap.ts'
import { drawer } from './practice.ts'
import { closedForm, hanoi } from './problems/hanoi.ts'
import { fresh, type MakerState } from './state.ts'
import { StepRace } from './stepRace.ts'

const limits = { maxVotes: 100, maxFlagged: 10 }

function solve(disks: number, at: Partial<MakerState> = {}, steps?: number) {
  const started = hanoi.start({ disks })
  let state: Value = {
    ...fresh({ problem: 'hanoi', k: 3, p: 0.9978, known: true, v: 1, t: 0.95, seed: 1, ...started, ...at }),
  } as unknown as Value
  const pages: Page[] = []
  for (;;) {
    const leap = leapSteps(state, { calls: Number.POSITIVE_INFINITY }, limits, undefined, steps)
    if (!leap) break
    state = leap.state
    pages.push(leap.page as unknown as Page)
  }
  return { end: state as unknown as MakerState, actions: pages.map(({ actions }) => actions).join('') }
}

test('every move of a tower is that of the closed form, which shares no code with the rule', () => {
  for (const disks of [2, 4, 10]) {
    const { end, actions } = solve(disks, { p: 1 })
    expect(hanoi.reached(end.state)).toBe(true)
    for (let step = 1; step <= end.steps; step++)
      expect(hanoi.unpack(actions.slice(3 * step - 3, 3 * step))).toEqual(closedForm(step))
  }
})

test('an odd tower lands on the middle peg', () => {
  expect(hanoi.reached(solve(3, { p: 1 }).end.state)).toBe(true)
})

test('how many steps a leap takes makes no difference', () => {
  const one = solve(8, { p: 0.8, k: 2, v: 0.9 }, 1)
  const many = solve(8, { p: 0.8, k: 2, v: 0.9 }, 1000)
  expect(one).toEqual(many)
  expect(one.end.wrong).toBeGreaterThan(0)
})

test('the figures add up', () => {
  const { end } = solve(12, { p: 0.9, v: 0.95 })
  const flags = Object.values(end.flagged).reduce((sum, n) => sum + n, 0)
  expect(end.samples).toBe(end.votes + flags)
  expect(end.openVotes.reduce((sum, n) => sum + n, 0)).toBe(end.votes)
  expect(end.openVotes.slice(0, 3)).toEqual([4095, 4095, 4095])
  // 3.7397 votes a step in theory, ± 1.4236 / √4095 each.
  expect(Math.abs(end.votes / 4095 - 3.739726)).toBeLessThan(5 * 0.0223)
})

test('the race by numbers is the race of every adaptive vote', () => {
  const odds = fc.record({
    p: fc.double({ min: 0.3, max: 1, noNaN: true }),
    v: fc.double({ min: 0.5, max: 1, noNaN: true }),
    seed: fc.nat(),
  })
  fc.assert(
    fc.property(odds, fc.integer({ min: 1, max: 5 }), (errs, k) => {
      const rule = { k, maxVotes: 20, maxFlagged: 6 }
      const draw = drawer(errs, 2)
      const race = new StepRace(draw, rule)
      const decided = race.run(7)
      const samples = Array.from({ length: race.samples }, (_, i) => {
        const drawn = draw(7, i)
        return drawn < 0 ? { flag: 'x' } : { key: String(drawn) }
      })
      const standing = standingOf(samples, { stop: 'aheadByK', dispatch: 'waves', ...rule })
      expect(standing).toMatchObject({ used: race.samples, valid: race.votes, need: 0 })
      expect(standing.winner).toBe(decided ? String(race.winner) : null)
    }),
  )
})
