import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import type { WorkItem } from '../pattern/body.ts'
import { asValue, emptyAnswer, errorOf, fromPiece, isBlank, namedOutcomes } from '../pattern/json.ts'
import type { Asked } from '../pattern/turns.ts'
import type { announceParams, awardParams, closeParams, rankParams } from './pieces.ts'

export type Bid = {
  readonly name: string
  readonly price: number
  /** 0 to 1. */
  readonly score: number
  readonly how: string
  readonly failed?: string
}
type State = {
  readonly task: string
  readonly rounds: number
  /** In the order they are tried. */
  readonly bids: readonly Bid[]
  /** Who did not bid, and why. */
  readonly out: readonly { readonly name: string; readonly why: string }[]
  readonly at: number
  readonly called: boolean
  readonly result: Value | null
  readonly done: boolean
}

const runBegin: NodeBehaviour = {
  inTurn(_, { value }) {
    const task = textOf(value)
    const state: State = { task, rounds: 0, bids: [], out: [], at: 0, called: false, result: null, done: false }
    return completed({ state: asValue(state) })
  },
}

const runAnnounce: NodeBehaviour<z.infer<typeof announceParams>> = {
  inTurn({ people, award }, { value }) {
    const { task, rounds } = fromPiece<State>(value)
    const again = rounds > 0 ? '\n\nNobody bid the first time. Bid on any terms on which you would do it.' : ''
    const items = people.map(
      ({ name, model, prompt }): WorkItem => ({
        model,
        system: `${prompt}\n\nYou are ${name}, one of several who may bid for a task. It goes to the ${award}. Bid honestly: if it is yours and you fail, the next one gets it.`,
        prompt: `Task:\n${task}\n\nYour bid?${again}`,
      }),
    )
    return completed({ items })
  },
}

function bidIn(name: string, value: Value | undefined): Bid | string {
  if (!isRecord(value) || typeof value.price !== 'number' || typeof value.score !== 'number')
    return 'The bid could not be read.'
  if (!(value.price >= 0) || !(value.score >= 0 && value.score <= 1))
    return 'The bid had no price, or no score from 0 to 1.'
  if (value.score === 0) return 'Did not want it.'
  return { name, price: value.price, score: value.score, how: textOf((value.how ?? '') as Value) }
}

/** The best bid first; of equal ones the earlier in the list. */
export function ranked(bids: readonly Bid[], award: 'best score' | 'lowest price'): Bid[] {
  const better = (a: Bid, b: Bid) => (award === 'lowest price' ? a.price - b.price : b.score - a.score)
  return bids
    .map((bid, i) => ({ bid, i }))
    .sort((a, b) => better(a.bid, b.bid) || a.i - b.i)
    .map(({ bid }) => bid)
}

const runRank: NodeBehaviour<z.infer<typeof rankParams>> = {
  inTurn({ names, award, reserve }, { ports }) {
    const state = fromPiece<State>(ports.state)
    const all = namedOutcomes(ports.outcomes, names).map(({ name, value, error }) =>
      error ? { name, bid: error.message } : { name, bid: bidIn(name, value) },
    )
    const tooDear = (bid: Bid) => reserve !== undefined && bid.price > reserve
    const bids = all.flatMap(({ bid }) => (typeof bid !== 'string' && !tooDear(bid) ? [bid] : []))
    const out = all.flatMap(({ name, bid }) =>
      typeof bid === 'string'
        ? [{ name, why: bid }]
        : tooDear(bid)
          ? [{ name, why: `Asked ${bid.price}; ${reserve} is the highest price.` }]
          : [],
    )
    const rounds = state.rounds + 1
    const called = bids.length > 0 || rounds >= 2
    const next: State = { ...state, rounds, bids: ranked(bids, award), out, called, done: called && bids.length === 0 }
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

const runAward: NodeBehaviour<z.infer<typeof awardParams>> = {
  inTurn({ people }, { value }) {
    const { task, bids, at } = fromPiece<State>(value)
    const bid = bids[at] as Bid
    const person = people.find(({ name }) => name === bid.name)
    const ask: Asked = {
      model: person?.model ?? '',
      system: person?.prompt ?? '',
      prompt: `Task:\n${task}\n\nYou won it with this bid: ${bid.how}\nDo it now, and give only the result.`,
    }
    return completed({ ask })
  },
}

const runNote: NodeBehaviour = {
  inTurn(_, { ports }) {
    const state = fromPiece<State>(ports.state)
    if (!isBlank(ports.said)) {
      const next: State = { ...state, result: ports.said ?? null, done: true }
      return completed({ state: asValue(next) }, recordOf(next))
    }
    const why = (ports.said === undefined ? errorOf(ports.error) : emptyAnswer).message
    const bids = state.bids.map((bid, i) => (i === state.at ? { ...bid, failed: why } : bid))
    const next: State = { ...state, bids, at: state.at + 1, done: state.at + 1 >= bids.length }
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

const recordOf = ({ bids, out, at, result, done }: State): Value => ({
  bids: asValue(bids.slice(0, 50)),
  out: out.slice(0, 50),
  at,
  ...(done && result !== null ? { winner: bids[at]?.name ?? '' } : {}),
})

const runClose: NodeBehaviour<z.infer<typeof closeParams>> = {
  inTurn({ award, secondPrice }, { value }) {
    const state = fromPiece<State>(value)
    const { bids, out, at, result } = state
    if (bids.length === 0)
      return failed(
        'no-bid',
        `Nobody bid, not even when asked again. ${out.map(({ name, why }) => `${name}: ${why}`).join(' ')}`,
      )
    if (result === null)
      return failed(
        'all-failed',
        `Every bidder failed. ${bids.map(({ name, failed: why }) => `${name}: ${why}`).join(' ')}`,
      )
    const { name, price, score } = bids[at] as Bid
    const pays = secondPrice && award === 'lowest price' ? (bids[at + 1]?.price ?? price) : price
    return completed({ result, bids: asValue(bids), winner: { name, price, pays, score }, record: recordOf(state) })
  },
}

export const runners = {
  auction: {},
  'auction-begin': runBegin,
  'auction-announce': runAnnounce,
  'auction-rank': runRank,
  'auction-award': runAward,
  'auction-note': runNote,
  'auction-close': runClose,
}
