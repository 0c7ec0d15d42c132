import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, errorOf, fromPiece, namedOutcomes, reasonsOf } from '../pattern/json.ts'
import { scoreIn } from '../pattern/judging.ts'
import type { branchParams, keepParams } from './pieces.ts'

type Thought = {
  /** Place of the thought before it; -1 for a first one. */
  readonly parent: number
  readonly depth: number
  readonly text: string
  /** 0 to 1; null until it is scored. */
  readonly score: number | null
  readonly kept: boolean
}
type State = {
  readonly problem: string
  readonly tree: readonly Thought[]
  /** Places of the paths that go on; empty before the first level. */
  readonly beam: readonly number[]
  readonly level: number
  readonly done: boolean
}

const runBegin: NodeBehaviour = {
  inTurn: (_, { value }) =>
    completed({
      state: asValue({ problem: textOf(value), tree: [], beam: [], level: 0, done: false } satisfies State),
    }),
}

/** The thoughts from the first to the one at `place`. */
function pathTo(tree: readonly Thought[], place: number): string[] {
  const path: string[] = []
  for (let at = place; at >= 0; at = tree[at]?.parent ?? -1) path.unshift(tree[at]?.text ?? '')
  return path
}

const told = (problem: string, path: readonly string[]): string =>
  `Problem:\n${problem}\n\nSteps so far:\n${path.map((text, i) => `${i + 1}. ${text}`).join('\n') || 'none yet'}`

const runOpen: NodeBehaviour<z.infer<typeof branchParams>> = {
  inTurn({ branch }, { value }) {
    const { problem, tree, beam, level } = fromPiece<State>(value)
    const paths = level === 0 ? [[]] : beam.map((place) => pathTo(tree, place))
    return completed({
      items: paths.map((path) => `${told(problem, path)}\n\nPropose ${branch} different next steps.`),
    })
  },
}

const runSpread: NodeBehaviour<z.infer<typeof branchParams>> = {
  inTurn({ branch }, { ports }) {
    const state = fromPiece<State>(ports.state)
    const parents = state.level === 0 ? [-1] : state.beam
    const outcomes = namedOutcomes(
      ports.outcomes,
      parents.map((place) => `Path ${place + 1}`),
    )
    const added = outcomes.flatMap(({ status, value }, i): Thought[] => {
      if (status !== 'ok' || !isRecord(value) || !Array.isArray(value.thoughts)) return []
      const texts = value.thoughts.map((text) => textOf(text as Value).trim()).filter((text) => text !== '')
      return [...new Set(texts)].slice(0, branch).map((text) => ({
        parent: parents[i] ?? -1,
        depth: state.level + 1,
        text,
        score: null,
        kept: false,
      }))
    })
    if (added.length === 0 && state.tree.length === 0)
      return failed('no-thoughts', `Nobody proposed a first step. ${reasonsOf(outcomes)}`)
    const tree = [...state.tree, ...added]
    const items = added.map((_, i) => {
      const path = pathTo(tree, state.tree.length + i)
      return { problem: state.problem, path, text: told(state.problem, path) }
    })
    return completed({ items, state: asValue({ ...state, tree }) })
  },
}

/** A score that cannot be had is the worst one, so that the search goes on. */
const runMark: NodeBehaviour = {
  inTurn(_, { ports: { verdict, error } }) {
    const score = typeof verdict === 'number' ? (verdict >= 0 && verdict <= 1 ? verdict : null) : scoreIn(verdict)
    if (score !== null) return completed({ out: { score } })
    return completed({ out: { score: 0, problem: errorOf(error, 'It was not a number from 0 to 1.').message } })
  },
}

const runKeep: NodeBehaviour<z.infer<typeof keepParams>> = {
  inTurn({ width, depth, prune }, { ports }) {
    const state = fromPiece<State>(ports.state)
    const outcomes = fromPiece<readonly Record<string, Value>[]>(ports.outcomes ?? [])
    const first = state.tree.length - outcomes.length
    const scored = state.tree.map((thought, place): Thought => {
      if (place < first) return thought
      const { value } = outcomes[place - first] ?? {}
      return { ...thought, score: isRecord(value) && typeof value.score === 'number' ? value.score : 0 }
    })
    const beam = scored
      .flatMap(({ score }, place) => (place >= first && (score ?? 0) >= prune ? [place] : []))
      .sort((a, b) => (scored[b]?.score ?? 0) - (scored[a]?.score ?? 0) || a - b)
      .slice(0, width)
    const kept = new Set(beam)
    const level = state.level + 1
    const tree = scored.map((thought, place) => (kept.has(place) ? { ...thought, kept: true } : thought))
    // With nothing left to go on with, the best of the levels before counts.
    const next: State = { ...state, tree, beam, level, done: beam.length === 0 || level >= depth }
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

/** The best leaf: of the deepest level that kept anything, the highest score, then the first. */
function bestOf(tree: readonly Thought[]): number {
  const kept = tree.some((thought) => thought.kept)
  const deepest = Math.max(...tree.flatMap((thought) => (thought.kept || !kept ? [thought.depth] : [])), 0)
  return tree.reduce((best, { depth, score, kept: goesOn }, place) => {
    if (depth !== deepest || (kept && !goesOn)) return best
    return best < 0 || (score ?? 0) > (tree[best]?.score ?? 0) ? place : best
  }, -1)
}

const recordOf = ({ tree, level }: State): Value => {
  const best = bestOf(tree)
  const rows: string[] = []
  for (const { depth, kept } of tree) rows[depth - 1] = (rows[depth - 1] ?? '') + (kept ? 'c' : 'x')
  return {
    level,
    nodes: tree.length,
    levels: rows,
    score: tree[best]?.score ?? 0,
    best: tree[best]?.text.slice(0, 200) ?? '',
  }
}

const runClose: NodeBehaviour = {
  inTurn(_, { value }) {
    const state = fromPiece<State>(value)
    const path = pathTo(state.tree, bestOf(state.tree))
    return completed({
      best: path.map((text, i) => `${i + 1}. ${text}`).join('\n'),
      path,
      tree: asValue(state.tree),
      record: recordOf(state),
    })
  },
}

export const runners = {
  'tree-search': {},
  'tree-search-begin': runBegin,
  'tree-search-open': runOpen,
  'tree-search-spread': runSpread,
  'tree-search-mark': runMark,
  'tree-search-keep': runKeep,
  'tree-search-close': runClose,
}
