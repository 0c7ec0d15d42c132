import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RaceRule, type Sample, standingOf } from './race.ts'

const ahead: RaceRule = { stop: 'aheadByK', k: 3, maxVotes: 100, maxFlagged: 10, dispatch: 'waves' }
/** `A` votes for A, `-` is flagged. */
const drawn = (text: string): Sample[] =>
  [...text].map((one) => (one === '-' ? { flag: 'wrong-format' } : { key: one }))
const stand = (text: string, rule: Partial<RaceRule> = {}) => standingOf(drawn(text), { ...ahead, ...rule })

test.each([
  ['AAA', 'A', 3],
  ['AABAA', 'A', 5],
  ['AABCAA', 'A', 6],
  ['BAAAA', 'A', 5],
  ['AA-A', 'A', 3],
])('%s: %s after %s votes (MAKER.md §5.3)', (text, winner, valid) => {
  expect(stand(text)).toMatchObject({ winner, valid, need: 0 })
  expect(stand(text.slice(0, -1)).winner).toBeNull()
})

test('an even race never decides and ends at the cap; a wave is as large as any case needs', () => {
  expect(stand('ABABABAB')).toMatchObject({ winner: null, need: 3 })
  expect(stand('ABABABAB', { maxVotes: 8 })).toMatchObject({ without: 'undecided', need: 0 })
  expect(stand('')).toMatchObject({ need: 3 })
  expect(stand('AAB')).toMatchObject({ need: 2 })
  expect(stand('AA-')).toMatchObject({ need: 1, flagged: { 'wrong-format': 1 } })
  expect(stand('', { dispatch: 'one' }).need).toBe(1)
})

test('flagged samples are no votes and have a cap of their own', () => {
  expect(stand('-'.repeat(10))).toMatchObject({ without: 'no-valid-response', valid: 0 })
  expect(stand(`A${'-'.repeat(10)}`)).toMatchObject({ without: 'undecided' })
})

test('most of n stops when nobody can catch up, and the winner is that of all n', () => {
  const most = { stop: 'most' as const, maxVotes: 5 }
  expect(stand('AAA', most)).toMatchObject({ winner: 'A', valid: 3 })
  expect(stand('AABB', most)).toMatchObject({ need: 1 })
  expect(stand('ABAB', { ...most, maxVotes: 4 }).winner).toBe('A')
})

test('waves: no sample is wasted, and the order inside a wave does not matter', () => {
  const rules = fc.record({ k: fc.integer({ min: 1, max: 4 }), stop: fc.constantFrom('aheadByK', 'firstToK', 'most') })
  fc.assert(
    fc.property(
      rules,
      fc.infiniteStream(fc.constantFrom('A', 'A', 'A', 'B', 'C', '-')),
      fc.nat(),
      (rule, stream, turn) => {
        const options = { ...ahead, ...rule, maxVotes: 9 }
        let [samples, permuted]: [Sample[], Sample[]] = [[], []]
        for (;;) {
          const { need } = standingOf(samples, options)
          if (need === 0) break
          const wave = drawn([...stream.take(need)].join(''))
          // Turned round as a wave would come back in another order of places.
          const at = turn % wave.length
          permuted = [...permuted, ...wave.slice(at), ...wave.slice(0, at)]
          samples = [...samples, ...wave]
        }
        const [one, other] = [standingOf(samples, options), standingOf(permuted, options)]
        if (one.without === null) expect(one.used).toBe(samples.length)
        expect(other.winner !== null || other.without !== null).toBe(true)
        const flags = (standing: typeof one) => Object.values(standing.flagged).reduce((sum, n) => sum + n, 0)
        expect(one.valid + flags(one)).toBe(one.used)
        if (one.without !== null || other.without !== null) return
        if (rule.stop !== 'most' || one.votes.size < 2) expect(other.winner).toBe(one.winner)
        expect(Object.fromEntries(other.votes)).toEqual(Object.fromEntries(one.votes))
      },
    ),
  )
})
