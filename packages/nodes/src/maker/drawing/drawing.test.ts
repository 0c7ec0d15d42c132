import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detailOf } from '../detail.ts'
import { openShares, undecidedAfter } from '../maths/margin.ts'
import { count, fresh, mark } from '../state.ts'
import { curveOf } from './curve.ts'
import { cellAt, drawField, fieldOf, type Paint, stepsOf, stretches, votingIn } from './dots.ts'
import { figuresIn, forecastOf, rateOf, sighted } from './figures.ts'
import { raceOf, stepRaceIn } from './race.ts'
import { dollars, large, percent } from './words.ts'

const letters = fc.string({ unit: fc.constantFrom('c', 'r', 'w', 'f'), maxLength: 1600 })

describe('the dot field', () => {
  test('a million steps fit into any panel, and nothing bad is lost in the gathering', () => {
    fc.assert(
      fc.property(letters, fc.integer({ min: 40, max: 1200 }), fc.integer({ min: 1, max: 700 }), (dots, width, per) => {
        const steps = Math.max(1, dots.length) * per
        const field = fieldOf(dots, per, steps, width)
        expect(field.columns * field.cell).toBeLessThanOrEqual(width)
        expect(field.rows * field.cell).toBeLessThanOrEqual(160)
        expect(field.marks.length * field.per).toBeGreaterThanOrEqual(steps)
        expect(stepsOf(field, field.marks.length - 1, steps)[1]).toBe(steps)
        for (const bad of ['f', 'w']) if (bad === 'f' && dots.includes(bad)) expect(field.marks).toContain(bad)
        if (dots !== '') expect(field.marks.startsWith('.')).toBe(false)
      }),
      { numRuns: 100 },
    )
  })
  test('a cell is found where it was drawn', () => {
    const field = fieldOf('cc', 1, 100, 200)
    for (const at of [0, 7, 99]) {
      const x = (at % field.columns) * field.cell + 1
      expect(cellAt(field, x, Math.floor(at / field.columns) * field.cell + 1)).toBe(at)
    }
    expect(cellAt(field, field.columns * field.cell + 1, 1)).toBeNull()
    expect(cellAt(field, 1, 10_000)).toBeNull()
  })
  test('says in words where it was contested', () => {
    expect(stretches(fieldOf('crrcr', 10, 60, 300), 'r', 60)).toEqual([
      [11, 30],
      [41, 50],
    ])
  })
  test('draws each kind of mark in a way of its own', () => {
    const drawn: string[] = []
    const paint: Paint = { '.': 'grey', v: 'blue', c: 'green', r: 'orange', w: 'red', f: 'red' }
    const pen = {
      fillStyle: '',
      clearRect: (_x: number, _y: number, w: number) => void drawn.push(`hole ${w}`),
      fillRect: (_x: number, _y: number, w: number) => void drawn.push(`${pen.fillStyle} ${w}`),
    }
    drawField(pen, { cell: 9, columns: 4, rows: 1, per: 1, marks: 'crf.' }, paint)
    expect(drawn.splice(0)).toEqual(['hole 36', 'green 8', 'orange 9', 'red 9', 'hole 3', 'grey 3'])
    drawField(pen, { cell: 9, columns: 1, rows: 1, per: 600, marks: 'r' }, paint)
    expect(drawn).toEqual(['hole 9', 'green 8', 'orange 3'])
  })
})

test('where it is voted on shows, unless something worse does', () => {
  expect(votingIn(fieldOf('cc', 10, 60, 300), 23).marks).toBe('ccv...')
  expect(votingIn(fieldOf('crc', 10, 60, 300), 25).marks).toBe('crv...')
  expect(votingIn(fieldOf('cw', 10, 60, 300), 15).marks).toBe('cw....')
})

describe('the race of a step', () => {
  const casts = [{ vote: 'a' }, { vote: 'b' }, { flag: 'too-long' }, { vote: 'a' }, { vote: 'a' }, { vote: 'a' }]
  test('tells votes response by response, and what it took to win', () => {
    const { runners, goal, flags, most } = raceOf(casts, 3, 60, 40)
    expect(runners.map(({ name, votes }) => [name, votes])).toEqual([
      ['a', 4],
      ['b', 1],
    ])
    expect(most).toBe(4)
    expect(runners[0]?.path).toBe('M0 40L10 30L20 30L30 30L40 20L50 10L60 0')
    // Three ahead of nobody, then of the one vote for b: where a's line meets it, a has won.
    expect(goal).toBe('M0 10L10 10L20 0L30 0L40 0L50 0L60 0')
    expect(flags).toEqual([{ x: 25, reason: 'too-long' }])
  })
  test('is read from a record, whatever else is in it', () => {
    expect(stepRaceIn({ action: [1, 0, 1], casts: [...casts, 7, { flag: 3 }] })?.casts).toEqual(casts)
    expect(stepRaceIn({ action: 1 })).toBeNull()
    expect(raceOf([], 3, 60, 40).runners).toEqual([])
  })
})

describe('the curve', () => {
  test('begins where votes can first decide, falls, and stays inside', () => {
    const curve = curveOf([1000, 1000, 1000, 280, 75, 20], { step: 1000, p: 0.9, k: 3 }, 300, 100)
    expect(curve.rows[0]).toEqual({ votes: 2, seen: 1000, expected: 1000 })
    expect(curve.rows[1]?.seen).toBe(280)
    expect(curve.rows[1]?.expected).toBeCloseTo(270, 6)
    for (const [, y] of curve.expected.matchAll(/ ([\d.]+)/g)) {
      expect(Number(y)).toBeGreaterThanOrEqual(0)
      expect(Number(y)).toBeLessThanOrEqual(100)
    }
    expect(curve.lines.map(({ value }) => value)).toEqual([1, 10, 100, 1000])
  })
  test('stands before the first step too', () => {
    expect(curveOf([], { step: 0, p: 0.99, k: 4 }, 300, 100).seen).toBe('')
  })
  test('open shares are those of single questions', () => {
    const shares = openShares(0.6, 3, 20)
    for (const votes of [0, 3, 7, 19]) expect(shares[votes]).toBe(undecidedAfter(0.6, 3, votes))
  })
})

describe('figures', () => {
  test('are read from what the node shows', () => {
    const at = fresh({ problem: 'hanoi', steps: 7, state: null, k: 3, p: 0.9, known: true, v: 1, t: 0.95, seed: 1 })
    count(at, { samples: 3, votes: 3, agreed: 3, collided: false, right: true })
    count(at, { samples: 6, votes: 5, agreed: 4, collided: false, right: true })
    mark(at, 'f')
    expect(figuresIn(detailOf(at))).toMatchObject({
      step: 2,
      steps: 7,
      k: 3,
      dots: 'crf',
      longest: { votes: 5, step: 2 },
    })
    expect(figuresIn({ items: 'cc' })).toBeNull()
    expect(figuresIn(null)).toBeNull()
  })
  test('rate is that of the last seconds, and begins anew with the run', () => {
    let seen = sighted([], { at: 0, step: 0 })
    for (let second = 1; second <= 60; second++)
      seen = sighted(seen, { at: second * 1000, step: second < 50 ? 0 : (second - 49) * 100 })
    expect(rateOf(seen)).toBeGreaterThan(70)
    expect(seen.length).toBeLessThan(20)
    expect(rateOf(sighted(seen, { at: 61_000, step: 3 }))).toBeNull()
    expect(forecastOf(30, { step: 10, steps: 100 })).toBe(300)
    expect(forecastOf(0, { step: 0, steps: 100 })).toBeNull()
  })
})

test('numbers in words', () => {
  const said = [1, 0.9978, 0.9, 0.5, 0.0061, 1e-9, 0, 1 - 1e-12].map((share) => percent(share).replace('\u00a0', ' '))
  expect(said).toEqual(['100 %', '99.78 %', '90 %', '50 %', '0.6 %', 'less than 0.1 %', '0 %', 'more than 99.999999 %'])
  expect([999_999, 4_899_713, 3e10, Number.POSITIVE_INFINITY].map(large)).toEqual([
    '999,999',
    '4.9 million',
    '30 billion',
    'without end',
  ])
  expect([0, 0.004, 3.5, 3507.2].map(dollars)).toEqual(['free', 'less than 1 cent', '$3.50', '$3,507'])
})
