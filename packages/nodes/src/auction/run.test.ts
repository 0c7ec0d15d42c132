import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf } from '../pattern/testing.ts'
import { auction } from './definition.ts'
import { type Bid, ranked } from './run.ts'

const bidders = ['A', 'B', 'C'].map((name) => ({ name, prompt: `be ${name}` }))
const nameOf = (request: Parameters<Says>[0]) => /be (\w)/.exec(systemOf(request))?.[1] ?? ''
const bid = (price: number, score: number): Value => ({ price, score, how: 'so' })
const declined = bid(1, 0)
function says(bids: Record<string, Value>, fails: string[] = []): Says {
  return (request) =>
    request.schema ? bids[nameOf(request)] : fails.includes(nameOf(request)) ? 'fail' : `done by ${nameOf(request)}`
}
const all = { A: bid(3, 0.5), B: bid(1, 0.4), C: bid(2, 0.9) }

test('the best score gets it, or the lowest price; one call per bid and one for the work', async () => {
  const best = await runPattern(auction, 'job', { params: { bidders }, says: says(all) })
  expect([best.output.result, best.calls]).toEqual(['done by C', 4])
  const cheap = await runPattern(auction, 'job', {
    params: { bidders, award: 'lowest price', secondPrice: true },
    says: says(all),
  })
  expect(cheap.output.winner).toEqual({ name: 'B', price: 1, pays: 2, score: 0.4 })
})

test('when the winner fails the next bidder gets it, one at a time', async () => {
  const { output, requests } = await runPattern(auction, 'job', { params: { bidders }, says: says(all, ['C', 'A']) })
  expect(requests.slice(3).map(({ request }) => nameOf(request))).toEqual(['C', 'A', 'B'])
  expect(output.result).toBe('done by B')
  const none = await runPattern(auction, 'job', { params: { bidders }, says: says(all, ['A', 'B', 'C']) })
  expect(none.node?.error?.code).toBe('all-failed')
})

test('bids above the highest price, unreadable ones and those who do not want it are left out', async () => {
  const { output } = await runPattern(auction, 'job', {
    params: { bidders, reserve: 2 },
    says: says({ A: bid(9, 1), B: bid(1, 0.1), C: declined }),
  })
  expect((output.bids as unknown as Bid[]).map(({ name }) => name)).toEqual(['B'])
})

test('without a bid it is announced once more, and then fails', async () => {
  let asked = 0
  const second = await runPattern(auction, 'job', {
    params: { bidders },
    says: (request, key) => (request.schema && asked++ < 3 ? declined : says(all)(request, key)),
  })
  expect(second.output.result).toBe('done by C')
  const { node, calls } = await runPattern(auction, 'job', { params: { bidders }, says: () => declined })
  expect([node?.error?.code, calls]).toEqual(['no-bid', 6])
})

test('the ranking is a permutation, best first, ties by their place', () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ price: fc.integer({ min: 0, max: 5 }), score: fc.constantFrom(0, 0.5, 1) })),
      fc.constantFrom('best score' as const, 'lowest price' as const),
      (list, award) => {
        const bids = list.map((one, i): Bid => ({ name: String(i), how: '', ...one }))
        const order = ranked(bids, award)
        expect([...order].sort((a, b) => Number(a.name) - Number(b.name))).toEqual(bids)
        for (const [i, one] of order.entries()) {
          const next = order[i + 1]
          if (!next) continue
          const diff = award === 'best score' ? one.score - next.score : next.price - one.price
          expect(diff > 0 || (diff === 0 && Number(one.name) < Number(next.name))).toBe(true)
        }
      },
    ),
  ))

test('the inside is made of known kinds and ports', () => expectSoundBody(auction, {}))
