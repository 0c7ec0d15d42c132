import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import type { WorkItem } from '../pattern/body.ts'
import { asValue, fromPiece, namedOutcomes, reasonsOf } from '../pattern/json.ts'
import { scoreIn } from '../pattern/judging.ts'
import { randomOf, shuffled } from '../random.ts'
import { concentration, nextTrails, type Proposal, type Trails, toldBest } from './pheromone.ts'
import type { briefParams, trailsParams } from './pieces.ts'

type Found = Proposal & { readonly solution: string }
type Best = {
  readonly solution: string
  readonly steps: readonly string[]
  readonly quality: number
  readonly iteration: number
}
type Iteration = {
  readonly iteration: number
  readonly best: number
  readonly mean: number
  readonly failed: number
  /** Strongest trail over the mean trail. */
  readonly ratio: number
}
type State = {
  readonly problem: string
  readonly trails: Trails
  readonly best: Best | null
  readonly history: readonly Iteration[]
  readonly done: boolean
  readonly why?: 'converged' | 'stagnated' | 'iterations'
}

const runBegin: NodeBehaviour = {
  inTurn(_, { value }) {
    const state: State = { problem: textOf(value), trails: {}, best: null, history: [], done: false }
    return completed({ state: asValue(state) })
  },
}

const shownTrails = 30

/** Everybody reads the map as it stood when the iteration began. */
const runBrief: NodeBehaviour<z.infer<typeof briefParams>> = {
  inTurn({ agents, model, system, shareFraction }, { value, seed }) {
    const { problem, trails, best } = fromPiece<State>(value)
    const places = Array.from({ length: agents }, (_, i) => i)
    const told = new Set(best ? shuffled(places, randomOf(seed)).slice(0, toldBest(agents, shareFraction)) : [])
    const strong = strongest(trails, shownTrails)
    const guidance =
      strong.length === 0
        ? 'There are no trails yet.'
        : `Trails, the strongest first:\n${strong.map(([step, tau]) => `${tau.toFixed(2)}  ${step}`).join('\n')}`
    const prompt = (i: number) =>
      [
        problem,
        guidance,
        ...(told.has(i) && best ? [`The best so far (${best.quality.toFixed(2)}):\n${best.solution}`] : []),
        `You are agent ${i + 1} of ${agents}.`,
      ].join('\n\n')
    return completed({ items: places.map((i): WorkItem => ({ model, system, prompt: prompt(i) })) })
  },
}

const runRate: NodeBehaviour = {
  inTurn(_, { ports }) {
    const { proposal, verdict } = ports
    const steps = isRecord(proposal) && Array.isArray(proposal.steps) ? proposal.steps.map(stepName) : []
    const quality = typeof verdict === 'number' ? inRange(verdict) : scoreIn(verdict)
    if (steps.length === 0) return failed('no-steps', 'The agent gave no steps.')
    if (quality === null)
      return failed('bad-quality', `A score must be a number from 0 to 1, not ${textOf(verdict ?? null).slice(0, 60)}.`)
    const solution = isRecord(proposal) ? textOf(proposal.solution as Value) : ''
    return completed({ out: { solution, steps: [...new Set(steps)], quality } })
  },
}

/** Words that differ only in case and blanks are the same step. */
const stepName = (step: unknown): string =>
  textOf(step as Value)
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase()
    .slice(0, 120)
const inRange = (score: number): number | null => (score >= 0 && score <= 1 ? score : null)

const runTrails: NodeBehaviour<z.infer<typeof trailsParams>> = {
  inTurn({ agents, iterations, retain, convergenceRatio, stagnation }, { ports }) {
    const state = fromPiece<State>(ports.state)
    const outcomes = namedOutcomes(
      ports.outcomes,
      Array.from({ length: agents }, (_, i) => `Agent ${i + 1}`),
    )
    const found = outcomes.flatMap(({ status, value }): Found[] => (status === 'ok' ? [fromPiece<Found>(value)] : []))
    const iteration = state.history.length + 1
    if (found.length * 2 < agents)
      return failed(
        'swarm-failed',
        `Only ${found.length} of ${agents} agents found something in iteration ${iteration}. ${reasonsOf(outcomes).slice(0, 500)}`,
      )
    const trails = nextTrails(state.trails, found, retain, agents)
    const first = found.reduce((a, b) => (b.quality > a.quality ? b : a))
    const better = state.best === null || first.quality > state.best.quality
    const best: Best | null = better ? { ...first, iteration } : state.best
    const ratio = concentration(trails)
    const mean = found.reduce((sum, { quality }) => sum + quality, 0) / found.length
    const history = [...state.history, { iteration, best: first.quality, mean, failed: agents - found.length, ratio }]
    const still = iteration - (best?.iteration ?? iteration)
    const why =
      ratio > convergenceRatio
        ? ('converged' as const)
        : stagnation > 0 && still >= stagnation
          ? ('stagnated' as const)
          : iteration >= iterations
            ? ('iterations' as const)
            : undefined
    const next: State = { ...state, trails, best, history, done: why !== undefined, ...(why ? { why } : {}) }
    return completed({ state: asValue(next) }, asValue(recordOf(next)))
  },
}

const runClose: NodeBehaviour = {
  inTurn(_, { value }) {
    const state = fromPiece<State>(value)
    const { best, history, trails } = state
    return completed({
      best: asValue(best ?? {}),
      history: asValue(history),
      map: trails,
      record: asValue(recordOf(state)),
    })
  },
}

const strongest = (trails: Trails, many: number) =>
  Object.entries(trails)
    .sort(([, a], [, b]) => b - a)
    .slice(0, many)

/** What the card draws. */
const recordOf = ({ trails, best, history, why }: State) => ({
  iteration: history.length,
  best: best?.quality ?? null,
  curve: history.map((one) => one.best).slice(-60),
  ratio: history.at(-1)?.ratio ?? 0,
  steps: Object.keys(trails).length,
  trails: strongest(trails, 12).map(([step, tau]) => ({ step, tau })),
  ...(why ? { why } : {}),
})

export const runners = {
  swarm: {},
  'swarm-begin': runBegin,
  'swarm-brief': runBrief,
  'swarm-rate': runRate,
  'swarm-trails': runTrails,
  'swarm-close': runClose,
}
