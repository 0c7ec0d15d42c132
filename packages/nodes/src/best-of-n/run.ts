import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, fromPiece, namedOutcomes, type PartOutcome, reasonsOf } from '../pattern/json.ts'
import { labelAt, readRanking, reasonsIn, scoreIn, shown } from '../pattern/judging.ts'
import type { copies, lay, pick } from './pieces.ts'

type State = {
  readonly task: string
  readonly candidates: readonly PartOutcome[]
  /** Places still in a knock-out, and the matches so far. */
  readonly alive: readonly number[]
  readonly matches: readonly Match[]
  readonly done: boolean
}
type Match = { readonly pair: readonly [number, number]; readonly winner: number; readonly draw: boolean }

export const runCopies: NodeBehaviour<z.infer<typeof copies.params>> = {
  inTurn: ({ n }, { value }) => completed({ items: new Array<Value>(n).fill(textOf(value)) }),
}

export const runLay: NodeBehaviour<z.infer<typeof lay.params>> = {
  inTurn({ judging }, { ports }) {
    const outcomes = fromPiece<readonly Value[]>(ports.outcomes)
    const candidates = namedOutcomes(
      ports.outcomes,
      outcomes.map((_, i) => labelAt(i)),
    )
    const alive = candidates.flatMap(({ status }, i) => (status === 'ok' ? [i] : []))
    if (alive.length === 0)
      return failed('all-failed', `None of the ${candidates.length} candidates came about. ${reasonsOf(candidates)}`)
    const task = textOf(ports.task)
    const state: State = { task, candidates, alive, matches: [], done: alive.length === 1 }
    const items =
      judging === 'listwise'
        ? [`Task:\n${task}\n\n---\n\n${shown(candidates)}`]
        : alive.map((place) => `Task:\n${task}\n\n---\n\nCandidate:\n${textOf(candidates[place]?.value)}`)
    return completed({ items, state: asValue(state) })
  },
}

/** The first meets the second, the third the fourth; who is left over goes on without a match. */
const pairsOf = (alive: readonly number[]): [number, number][] =>
  Array.from({ length: Math.floor(alive.length / 2) }, (_, i) => [alive[2 * i] ?? 0, alive[2 * i + 1] ?? 0])

export const runPair: NodeBehaviour = {
  inTurn(_, { value }) {
    const { task, candidates, alive } = fromPiece<State>(value)
    const text = (place: number) => textOf(candidates[place]?.value)
    const items = pairsOf(alive).flatMap(([a, b]) =>
      [
        [a, b],
        [b, a],
      ].map(
        ([left = 0, right = 0]) =>
          `Task:\n${task}\n\n---\n\nAnswer A:\n${text(left)}\n\n---\n\nAnswer B:\n${text(right)}`,
      ),
    )
    return completed({ items })
  },
}

/** A judge who prefers what stands first contradicts itself in the other order: a draw, which goes to the earlier one. */
export const runMatch: NodeBehaviour = {
  inTurn(_, { ports }) {
    const state = fromPiece<State>(ports.state)
    const judged = fromPiece<readonly { status: string; value?: Value }[]>(ports.outcomes).map(({ value }) =>
      isRecord(value) ? textOf(value.winner).trim().toUpperCase() : '',
    )
    const pairs = pairsOf(state.alive)
    const played = pairs.map((pair, i): Match => {
      const [a, b] = pair
      const votes = [{ A: a, B: b }[judged[2 * i] ?? ''], { A: b, B: a }[judged[2 * i + 1] ?? '']].filter(
        (vote) => vote !== undefined,
      )
      const [first = a, second = first] = votes
      return first === second ? { pair, winner: first, draw: votes.length === 0 } : { pair, winner: a, draw: true }
    })
    const bye = state.alive.length % 2 === 1 ? state.alive.slice(-1) : []
    const alive = [...played.map(({ winner }) => winner), ...bye]
    return completed({
      state: asValue({ ...state, alive, matches: [...state.matches, ...played], done: alive.length === 1 }),
    })
  },
}

export const runPick: NodeBehaviour<z.infer<typeof pick.params>> = {
  inTurn({ minScore, judging }, { ports }) {
    const state = fromPiece<State>(ports.state)
    const outcomes = fromPiece<readonly { status: string; value?: Value }[]>(ports.outcomes ?? [])
    const scores = scoresOf(state, judging, outcomes)
    const order = state.candidates.map((_, i) => i).filter((i) => state.candidates[i]?.status === 'ok')
    const [best = 0] = order.sort((a, b) => (scores[b]?.score ?? -1) - (scores[a]?.score ?? -1) || a - b)
    const top = scores[best]?.score ?? null
    const listed = state.candidates.map(({ name, status, value = null }, i) => ({ name, status, value, ...scores[i] }))
    const record = { winner: state.candidates[best]?.name ?? '', score: top, of: state.candidates.length }
    if (judging === 'pointwise' && minScore > 0 && (top ?? 0) < minScore)
      return failed('below-threshold', `The best candidate scores ${top ?? 'nothing'}; ${minScore} is needed.`, record)
    return completed({ best: state.candidates[best]?.value ?? null, scores: asValue(listed), record })
  },
}

type Score = { readonly score: number | null; readonly reasons?: readonly string[] }

function scoresOf(state: State, judging: string, outcomes: readonly { value?: Value }[]): readonly Score[] {
  const { candidates, matches } = state
  if (judging === 'knockout') {
    const champion = state.alive[0]
    const won = (place: number) => matches.filter(({ winner }) => winner === place).length
    // The champion may have won fewer matches than the other finalist, if it went on without one.
    return candidates.map((_, i) => ({ score: i === champion ? matches.length + 1 : won(i) }))
  }
  if (judging === 'listwise') {
    const ranking = readRanking(outcomes[0]?.value, candidates)
    return candidates.map((_, i) => ({ score: ranking.includes(i) ? ranking.length - ranking.indexOf(i) : null }))
  }
  let next = 0
  return candidates.map(({ status }) => {
    const judged = status === 'ok' ? outcomes[next++]?.value : undefined
    return { score: scoreIn(judged), reasons: reasonsIn(judged) }
  })
}
