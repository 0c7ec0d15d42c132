import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readElection } from '../ballots.ts'
import { tallyOf } from '../tally.ts'
import { type RuleName, rules } from './rules.ts'

const options = {
  base: 'valid',
  q: '2/3',
  k: 2,
  scoreBy: 'mean',
  veto: false,
  quorum: 0,
  tieBreak: 'chain',
  seed: 1,
} as const

function count(rule: RuleName, candidates: readonly Value[] | null, ballots: readonly Value[], more: object = {}) {
  const election = readElection(
    ballots.map((content, i) => ({ voter: `v${i}`, content })),
    {
      rule: rules[rule],
      candidates,
      weights: {},
    },
  )
  return tallyOf(election, { ...options, ...more, name: rule, rule: rules[rule] })
}

/** `42 MNCK` is 42 ballots with that ranking. */
const ranked = (text: string): Value[] =>
  text.split(' · ').flatMap((part) => {
    const [times = '1', order = ''] = part.split(' ')
    return Array.from({ length: Number(times) }, () => ({ ranking: [...order] }))
  })

const scoresOf = ({ tally }: ReturnType<typeof count>) =>
  Object.fromEntries(tally.candidates.map(({ value, score }) => [value, score]))
const votesOf = ({ tally }: ReturnType<typeof count>) =>
  Object.fromEntries(tally.candidates.map(({ value, votes }) => [value, votes]))
const orderOf = ({ tally }: ReturnType<typeof count>) =>
  [...tally.candidates]
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value)
    .join('')

const capitals = ranked('42 MNCK · 26 NCKM · 15 CKNM · 17 KCNM')
const MNCK = [...'MNCK']

test('vector 1: four towns', () => {
  const plurality = count('plurality', MNCK, capitals)
  expect(plurality.tally.winner).toBe('M')
  expect(votesOf(plurality)).toEqual({ M: 42, N: 26, C: 15, K: 17 })
  const borda = count('borda', MNCK, capitals)
  expect(borda.tally.winner).toBe('N')
  expect(scoresOf(borda)).toEqual({ M: 126, N: 194, C: 173, K: 107 })
  const irv = count('irv', MNCK, capitals)
  expect(irv.tally.winner).toBe('K')
  expect(scoresOf(irv)).toMatchObject({ K: 58, M: 42 })
  expect(orderOf(irv)).toBe('KMNC')
  const copeland = count('copeland', MNCK, capitals)
  expect(scoresOf(copeland)).toEqual({ N: 3, C: 1, K: -1, M: -3 })
  expect(copeland.tally.winner).toBe('N')
  expect(orderOf(count('schulze', MNCK, capitals))).toBe('NCKM')
})

test('vector 2: no candidate beats all others', () => {
  const ballots = ranked('5 ACBED · 5 ADECB · 8 BEDAC · 3 CABED · 7 CAEBD · 2 CBADE · 7 DCEBA · 8 EBADC')
  const all = [...'ABCDE']
  // Who beat all four others would have 4.
  expect(Math.max(...Object.values(scoresOf(count('copeland', all, ballots))).map(Number))).toBeLessThan(4)
  expect(orderOf(count('schulze', all, ballots))).toBe('EACBD')
  expect(scoresOf(count('borda', all, ballots))).toEqual({ E: 102, A: 98, B: 92, C: 89, D: 69 })
  expect(count('borda', all, ballots).tally.winner).toBe('E')
  expect(count('irv', all, ballots).tally.winner).toBe('A')
  const plurality = count('plurality', all, ballots)
  expect(plurality.tally.winner).toBe('C')
  expect(votesOf(plurality).C).toBe(12)
})

test('vector 3: a majority favourite that Borda passes over', () => {
  const ballots = ranked('3 ABC · 2 BCA')
  const all = [...'ABC']
  expect(count('majority', all, ballots).tally.winner).toBe('A')
  for (const rule of ['copeland', 'schulze', 'irv', 'plurality'] as const) {
    expect(count(rule, all, ballots).tally.winner).toBe('A')
  }
  const borda = count('borda', all, ballots)
  expect(borda.tally.winner).toBe('B')
  expect(scoresOf(borda)).toEqual({ A: 6, B: 7, C: 2 })
})

test.each(['plurality', 'borda', 'averageRank', 'irv', 'copeland', 'schulze'] as const)(
  'vector 4: a complete circle is a tie under %s, decided by index',
  (rule) => {
    const { tally } = count(rule, [...'ABC'], ranked('1 ABC · 1 BCA · 1 CAB'))
    expect(tally.winner).toBe('A')
    expect(tally.decidedBy).toBe('index')
  },
)

test('vector 5: Borda points and mean ranks of one set of ballots', () => {
  const ballots = ranked('1 BADC · 1 ABCD · 1 BCAD · 1 ABDC')
  expect(scoresOf(count('borda', [...'ABCD'], ballots))).toEqual({ B: 10, A: 9, C: 3, D: 2 })
  expect(count('borda', [...'ABCD'], ballots).tally.decidedBy).toBe('rule')
  expect(scoresOf(count('averageRank', [...'ABCD'], ballots))).toEqual({ B: 1.5, A: 1.75, C: 3.25, D: 3.5 })
})

test('who is not ranked is tied last and shares the open places', () => {
  const borda = count('borda', [...'ABCD'], [{ ranking: ['A'] }])
  expect(scoresOf(borda)).toEqual({ A: 3, B: 1, C: 1, D: 1 })
  expect(scoresOf(count('averageRank', [...'ABCD'], [{ ranking: ['A'] }]))).toEqual({ A: 1, B: 3, C: 3, D: 3 })
})

test('what a voter was not shown it has no opinion about', () => {
  const ballots = [
    { ranking: ['B', 'C'], among: ['B', 'C'] },
    { ranking: ['A', 'C'], among: ['A', 'C'] },
    { ranking: ['A', 'B'], among: ['A', 'B'] },
  ]
  const borda = count('borda', [...'ABC'], ballots)
  expect(scoresOf(borda)).toEqual({ A: 2, B: 1, C: 0 })
  expect(scoresOf(count('copeland', [...'ABC'], ballots))).toEqual({ A: 2, B: 0, C: -2 })
})

test('majority needs more than half, of what its base says', () => {
  expect(count('majority', null, ['a', 'a', 'b', 'b']).without).toBe('undecided')
  const ballots = ['a', 'a', 'b', { choice: 'a', weight: -1 }, null]
  expect(count('majority', null, ballots).tally.winner).toBe('a')
  expect(count('majority', null, ballots, { base: 'cast' }).without).toBe('undecided')
  expect(count('majority', null, ['a', 'a', 'a', null, null], { base: 'eligible' }).tally.winner).toBe('a')
})

test('a supermajority is an exact ratio', () => {
  expect(count('supermajority', null, ['a', 'a', 'b']).tally.winner).toBe('a')
  expect(count('supermajority', null, ['a', 'a', 'b'], { q: 0.67 }).without).toBe('undecided')
  const tenths = Array.from({ length: 10 }, (_, i) => (i < 7 ? 'a' : 'b'))
  expect(count('supermajority', null, tenths, { q: 0.7 }).tally.winner).toBe('a')
  expect(count('unanimity', null, ['a', 'a']).tally.winner).toBe('a')
  expect(count('unanimity', null, ['a', 'b']).without).toBe('undecided')
})

test('weights are exact decimals', () => {
  const ballots = [0.1, 0.2].map((weight) => ({ choice: 'a', weight }))
  const { tally } = count('weighted', null, [...ballots, { choice: 'b', weight: 0.3 }])
  expect(votesOf({ tally, without: null })).toEqual({ a: 0.3, b: 0.3 })
  expect(tally.decidedBy).toBe('index')
})

test('scores are averaged over those who gave one', () => {
  const ballots: Value[] = [{ scores: { a: 1, b: 5 } }, { scores: { a: 9 } }, { scores: { a: 2, b: 5 } }]
  expect(scoresOf(count('score', ['a', 'b', 'c'], ballots))).toEqual({ a: 4, b: 5, c: null })
  expect(scoresOf(count('score', ['a', 'b', 'c'], ballots, { scoreBy: 'median' }))).toEqual({ a: 2, b: 5, c: null })
  expect(scoresOf(count('score', ['a', 'b'], ballots, { scoreBy: 'trimmedMean' }))).toEqual({ a: 2, b: 5 })
  expect(
    count('score', null, [{ scores: { a: 1 } }, { scores: { a: 2 } }], { scoreBy: 'median' }).tally.candidates[0]
      ?.score,
  ).toBe(1.5)
})

test('approval counts every approval', () => {
  const { tally } = count(
    'approval',
    ['a', 'b', 'c'],
    [{ approvals: ['a', 'b'] }, { approvals: ['b'] }, { approvals: [] }],
  )
  expect(tally.winner).toBe('b')
  expect(tally.ballots.valid).toBe(3)
})

test('k of n approves with enough approvals and no veto', () => {
  const yes = { approve: true }
  const no = { approve: false, voter: 'boss' }
  const both = ['approve', 'reject']
  expect(count('kOfN', both, [yes, yes, no]).tally.winner).toBe('approve')
  expect(count('kOfN', both, [yes, yes, yes, no], { k: 4 }).tally.winner).toBe('reject')
  const vetoed = count('kOfN', both, [yes, yes, no], { veto: ['boss'] })
  expect(vetoed.tally.winner).toBe('reject')
  expect(vetoed.tally.decidedBy).toBe('veto')
  expect(count('kOfN', both, [yes, yes, no], { veto: ['somebody'] }).tally.winner).toBe('approve')
})

test('ties go to more first places, then head to head, then the mean score, then the order of candidates', () => {
  const firsts = count('borda', [...'CBA'], ranked('1 ABC · 1 ACB · 1 BCA · 1 CBA'))
  expect([firsts.tally.winner, firsts.tally.decidedBy]).toEqual(['A', 'first-places'])
  const direct = count('plurality', [...'ABC'], ranked('2 ABC · 2 BAC · 1 CBA'))
  expect([direct.tally.winner, direct.tally.decidedBy]).toEqual(['B', 'head-to-head'])
  const scored = count('plurality', null, [
    { choice: 'a', scores: { a: 5, b: 4 } },
    { choice: 'b', scores: { a: 5, b: 9 } },
  ])
  expect([scored.tally.winner, scored.tally.decidedBy]).toEqual(['b', 'mean-score'])
})

test('a tie can be shared or drawn by lot, the same lot in every replay', () => {
  expect(count('plurality', null, ['a', 'b'], { tieBreak: 'shared' }).tally.winner).toEqual(['a', 'b'])
  const lot = () => count('plurality', null, ['a', 'b', 'c'], { tieBreak: 'seededRandom', seed: 5 }).tally
  expect(lot()).toEqual(lot())
  expect(lot().decidedBy).toBe('seededRandom')
})

test('a quorum is a number of voters or an exact share of them', () => {
  expect(count('plurality', null, ['a', null, null], { quorum: 2 }).without).toBe('quorum-missed')
  expect(count('plurality', null, ['a', null, null], { quorum: 0.3 }).tally.quorum).toEqual({ needed: 1, met: true })
  const thirty = Array.from({ length: 30 }, (_, i) => (i < 3 ? 'a' : null))
  expect(count('plurality', null, thirty, { quorum: 0.1 }).tally.quorum).toEqual({ needed: 3, met: true })
})

const all = [...'ABCD']
const every = [
  'plurality',
  'majority',
  'supermajority',
  'unanimity',
  'weighted',
  'approval',
  'score',
  'borda',
  'averageRank',
  'irv',
  'copeland',
  'schulze',
] as const
/** A ballot that every rule can read in its own way. */
const full = (order: readonly string[]): Value => ({
  ranking: order,
  choice: order[0] ?? '',
  approvals: order.slice(0, 2),
  scores: Object.fromEntries(order.map((candidate, i) => [candidate, order.length - i])),
})
const ballot = fc.shuffledSubarray(all, { minLength: 4, maxLength: 4 })
const ballots = fc.array(ballot, { minLength: 1, maxLength: 12 })
const withRule = fc.constantFrom(...every)
const winnerOf = (rule: RuleName, orders: readonly string[][]) => count(rule, all, orders.map(full)).tally.winner

test('anonymity: the order of voters does not matter', () => {
  fc.assert(
    fc.property(withRule, ballots, fc.nat(), (rule, orders, turn) => {
      const turned = [...orders.slice(turn % orders.length), ...orders.slice(0, turn % orders.length)]
      expect(count(rule, all, turned.map(full)).tally).toEqual(count(rule, all, orders.map(full)).tally)
    }),
  )
})

test('unanimity: whom all put first wins', () => {
  fc.assert(
    fc.property(fc.constantFrom(...every.filter((rule) => rule !== 'approval')), ballots, (rule, orders) => {
      const same = orders.map((order) => ['B', ...order.filter((candidate) => candidate !== 'B')])
      expect(winnerOf(rule, same)).toBe('B')
    }),
  )
})

test('an invalid ballot changes nothing but its own count', () => {
  const bad = [
    { choice: 'Z', ranking: ['Z'], approvals: ['Z'], scores: { Z: 1 } },
    { weight: -1, choice: 'A' },
    { ranking: ['A', 'A'], approvals: ['A', 'A'], scores: { A: 'x' } },
    ['A'],
  ] as const
  fc.assert(
    fc.property(withRule, ballots, fc.constantFrom(...bad), (rule, orders, invalid) => {
      const clean = count(rule, all, orders.map(full)).tally
      const { tally } = count(rule, all, [...orders.map(full), invalid as Value])
      expect({ ...tally, ballots: clean.ballots }).toEqual(clean)
      expect(tally.ballots.invalid).toBe(1)
    }),
  )
})

/** One of the voters puts `winner` a place higher. */
function raise(orders: readonly string[][], winner: string, which: number): string[][] {
  return orders.map((order, i) => {
    const at = order.indexOf(winner)
    if (i !== which % orders.length || at === 0) return order
    return [...order.slice(0, at - 1), winner, ...order.slice(at - 1).filter((candidate) => candidate !== winner)]
  })
}

test('monotone: raising the winner keeps it, under all rules but instant runoff', () => {
  const monotone = ['plurality', 'borda', 'averageRank', 'copeland'] as const
  fc.assert(
    fc.property(fc.constantFrom(...monotone), ballots, fc.nat(), (rule, orders, which) => {
      const winner = String(winnerOf(rule, orders))
      expect(winnerOf(rule, raise(orders, winner, which))).toBe(winner)
    }),
  )
})

// Raising a winner strengthens paths that lead over it, too: another may draw level, and then the tie-break decides.
test('monotone under schulze: raising a winner keeps it among the winners', () => {
  const first = (orders: readonly string[][]) =>
    count('schulze', all, orders.map(full), { tieBreak: 'shared' })
      .tally.candidates.filter(({ rank }) => rank === 1)
      .map(({ value }) => value)
  fc.assert(
    fc.property(ballots, fc.nat(), fc.nat(), (orders, pick, which) => {
      const winners = first(orders)
      const winner = String(winners[pick % winners.length])
      expect(first(raise(orders, winner, which))).toContain(winner)
    }),
  )
})

const beats = (orders: readonly string[][], a: string, b: string) =>
  orders.filter((order) => order.indexOf(a) < order.indexOf(b)).length * 2 > orders.length

test('whoever beats all others one to one wins under copeland and schulze', () => {
  fc.assert(
    fc.property(ballots, (orders) => {
      const condorcet = all.find((a) => all.every((b) => a === b || beats(orders, a, b)))
      fc.pre(condorcet !== undefined)
      expect(winnerOf('copeland', orders)).toBe(condorcet)
      expect(winnerOf('schulze', orders)).toBe(condorcet)
    }),
  )
})

test('the favourite of more than half wins under plurality, instant runoff, copeland and schulze', () => {
  fc.assert(
    fc.property(ballots, (orders) => {
      const favourite = all.find((a) => orders.filter(([first]) => first === a).length * 2 > orders.length)
      fc.pre(favourite !== undefined)
      for (const rule of ['plurality', 'majority', 'irv', 'copeland', 'schulze'] as const) {
        expect(winnerOf(rule, orders)).toBe(favourite)
      }
    }),
  )
})

test('neutrality: renaming candidates renames the winner, where no index had to decide', () => {
  const renamed: Record<string, string> = { A: 'C', B: 'D', C: 'B', D: 'A' }
  fc.assert(
    fc.property(withRule, ballots, (rule, orders) => {
      const before = count(rule, all, orders.map(full))
      fc.pre(before.tally.decidedBy !== 'index' && before.without === null)
      const after = winnerOf(
        rule,
        orders.map((order) => order.map((candidate) => renamed[candidate] ?? '')),
      )
      expect(after).toBe(renamed[String(before.tally.winner)])
    }),
  )
})

test('Borda points add up, and every rank is given once', () => {
  fc.assert(
    fc.property(withRule, ballots, (rule, orders) => {
      const { tally } = count(rule, all, orders.map(full))
      expect(tally.candidates.map(({ rank }) => rank).sort()).toEqual([1, 2, 3, 4])
      if (rule !== 'borda') return
      expect(tally.candidates.reduce((sum, { score }) => sum + (score ?? 0), 0)).toBe(orders.length * 6)
    }),
  )
})

test('any JSON at all can be thrown into the box', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...every, 'kOfN' as const, 'firstToK' as const, 'aheadByK' as const),
      fc.array(fc.jsonValue()),
      fc.boolean(),
      (rule, contents, fixed) => {
        const { tally } = count(rule, fixed ? all : null, contents as Value[])
        const { valid, invalid, abstained } = tally.ballots
        expect(valid + invalid + abstained).toBe(contents.length)
      },
    ),
  )
})

test('ahead by k: the winner leads by k, and one ballot earlier nobody did', () => {
  const stream = fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(stream, fc.integer({ min: 1, max: 4 }), (ballots, k) => {
      const { tally, without } = count('aheadByK', null, ballots, { k })
      const votes = tally.candidates.map(({ votes }) => votes).sort((a, b) => b - a)
      const used = votes.reduce((sum, one) => sum + one, 0)
      const lead = (votes[0] ?? 0) - (votes[1] ?? 0)
      if (without) expect(lead).toBeLessThan(k)
      if (without) return
      expect(lead).toBe(k)
      expect(used).toBeGreaterThanOrEqual(k)
      expect(count('aheadByK', null, ballots.slice(0, used - 1), { k }).without).not.toBeNull()
      const renamed = ballots.map((one) => ({ A: 'x', B: 'y', C: 'z' })[one] ?? one)
      expect(count('aheadByK', null, renamed, { k }).tally.winner).toBe(
        { A: 'x', B: 'y', C: 'z' }[String(tally.winner)],
      )
    }),
  )
})

test('first to k ends within m(k − 1) + 1 ballots', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.constantFrom('A', 'B', 'C')), (k, stream) => {
      const ballots = [...stream.take(3 * (k - 1) + 1)]
      expect(count('firstToK', null, ballots, { k }).without).toBeNull()
    }),
  )
})
