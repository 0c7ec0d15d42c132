import type { Value } from '@quorum/engine'
import type { Standing } from '../vote/race.ts'

/** Points of the curve of steps that are still open after so many votes. */
const CURVE = 48
/** Marks of the dot field: each stands for as many steps as it takes to show all of them. */
const DOTS = 1_600

/** How many of the hardest steps are kept by number. */
const HARDEST = 10

/** What a MAKER run carries from step to step: bounded, however many steps there are. */
export interface MakerState {
  /** Built-in problem, or null for one's own. */
  readonly problem: string | null
  /** Steps in all; for one's own task the most there may be. */
  readonly steps: number
  /** Steps decided so far. */
  step: number
  state: Value
  readonly k: number
  readonly p: number
  /** p is known, not measured. */
  readonly known: boolean
  readonly v: number
  readonly t: number
  readonly seed: number
  samples: number
  votes: number
  /** Votes for the answer that won. */
  agreed: number
  flagged: Record<string, number>
  /** Decisions that were not right; null where nobody knows what is right. */
  wrong: number | null
  /** Steps whose first two votes were both for something else than what won. */
  collisions: number
  longest: { readonly votes: number; readonly step: number }
  /** The contested steps that took the most responses, worst first. */
  hardest: readonly { readonly step: number; readonly samples: number }[]
  /** openVotes[n]: steps not decided by their first n valid votes. openSamples: by the first n responses, flagged ones included. */
  openVotes: number[]
  openSamples: number[]
  /** How many steps a mark of the field stands for, and a mark for each that has been reached: `c` decided at once, `r` contested, `w` wrong, `f` failed. */
  readonly per: number
  dots: string
  /** Calls made to calibrate. */
  readonly calibrated: { readonly n: number; readonly errors: number; readonly upper: number } | null
  done: boolean
  failed: { readonly step: number; readonly tally: Readonly<Record<string, number>>; readonly reason: string } | null
}

export type Setup = Pick<MakerState, 'problem' | 'steps' | 'state' | 'k' | 'p' | 'known' | 'v' | 't' | 'seed'> &
  Partial<Pick<MakerState, 'calibrated'>>

export const fresh = (setup: Setup): MakerState => ({
  calibrated: null,
  ...setup,
  step: 0,
  samples: 0,
  votes: 0,
  agreed: 0,
  flagged: {},
  wrong: setup.problem === null ? null : 0,
  collisions: 0,
  longest: { votes: 0, step: 0 },
  hardest: [],
  openVotes: [],
  openSamples: [],
  per: Math.max(1, Math.ceil(setup.steps / DOTS)),
  dots: '',
  done: setup.steps === 0,
  failed: null,
})

/** Figures of one decided step. */
export interface Decided {
  readonly samples: number
  readonly votes: number
  /** Votes for the winner. */
  readonly agreed: number
  /** First two votes both against the winner. */
  readonly collided: boolean
  readonly right: boolean | null
}

/** Takes one decided step into the figures. Changes `at`: a leap takes in thousands of them in a turn. */
export function count(at: MakerState, { samples, votes, agreed, collided, right }: Decided): void {
  at.samples += samples
  at.votes += votes
  at.agreed += agreed
  if (collided) at.collisions++
  if (right === false) at.wrong = (at.wrong ?? 0) + 1
  grow(at.openVotes, votes)
  grow(at.openSamples, samples)
  if (votes > at.longest.votes) at.longest = { votes, step: at.step + 1 }
  if (samples > at.k) keepHard(at, samples)
  mark(at, right === false ? 'w' : votes > at.k ? 'r' : 'c')
  at.step++
  if (at.step >= at.steps) at.done = true
}

function keepHard(at: MakerState, samples: number): void {
  const least = at.hardest.length < HARDEST ? 0 : (at.hardest.at(-1)?.samples ?? 0)
  if (samples <= least) return
  const place = at.hardest.findIndex((one) => one.samples < samples)
  const one = { step: at.step + 1, samples }
  at.hardest = at.hardest.toSpliced(place < 0 ? at.hardest.length : place, 0, one).slice(0, HARDEST)
}

/** One more step was open after each of the first `reached − 1` rounds. */
function grow(curve: number[], reached: number): void {
  const to = Math.min(reached, CURVE)
  while (curve.length < to) curve.push(0)
  for (let round = 0; round < to; round++) curve[round] = (curve[round] ?? 0) + 1
}

const order = 'crwf'
/** The worst that happened among the steps of a mark is what it shows. */
export function mark(at: MakerState, letter: 'c' | 'r' | 'w' | 'f'): void {
  const place = Math.floor(at.step / at.per)
  const before = at.dots[place]
  if (before === undefined) at.dots += letter
  else if (order.indexOf(letter) > order.indexOf(before))
    at.dots = at.dots.slice(0, place) + letter + at.dots.slice(place + 1)
}

export function flag(at: MakerState, reasons: Standing['flagged']): void {
  for (const [reason, n] of Object.entries(reasons)) at.flagged[reason] = (at.flagged[reason] ?? 0) + n
}

export const flagsIn = (flagged: Readonly<Record<string, number>>): number =>
  Object.values(flagged).reduce((sum, n) => sum + n, 0)

/** A copy that may be changed: what the engine hands out is frozen. */
export function thawed(state: Value): MakerState {
  const at = state as unknown as MakerState
  return { ...at, flagged: { ...at.flagged }, openVotes: [...at.openVotes], openSamples: [...at.openSamples] }
}
