import { isRecord } from '@quorum/engine'

/** A response of a step: what it was for, or why it was thrown away. */
export type Cast = { readonly vote: string } | { readonly flag: string }

/** The vote on one step, as its record tells it. */
export interface StepRace {
  readonly action: unknown
  readonly casts: readonly Cast[]
}

export function stepRaceIn(record: unknown): StepRace | null {
  if (!isRecord(record) || !Array.isArray(record.casts)) return null
  const casts = record.casts.filter(
    (one): one is Cast => isRecord(one) && (typeof one.vote === 'string' || typeof one.flag === 'string'),
  )
  return { action: record.action ?? null, casts }
}

export interface Runner {
  readonly name: string
  readonly votes: number
  /** SVG path of its votes, response by response. */
  readonly path: string
  /** Where its line ends. */
  readonly y: number
}

export interface RaceDrawing {
  /** Most votes first. */
  readonly runners: readonly Runner[]
  /** How many votes it took to win at each moment: k more than the best of the others. */
  readonly goal: string
  readonly flags: readonly { readonly x: number; readonly reason: string }[]
  readonly most: number
  /** Pixels a vote is high. */
  readonly unit: number
}

/** Lays out votes over responses, in the order drawn, with the line that wins. */
export function raceOf(casts: readonly Cast[], k: number, width: number, height: number): RaceDrawing {
  const names = [...new Set(casts.flatMap((one) => ('vote' in one ? [one.vote] : [])))]
  const votes = new Map(names.map((name) => [name, 0]))
  const courses = new Map(names.map((name) => [name, [0]]))
  const goals = [k]
  const flags: { x: number; reason: string }[] = []
  const x = (at: number) => fixed((width * at) / Math.max(1, casts.length))
  for (const [at, cast] of casts.entries()) {
    if ('vote' in cast) votes.set(cast.vote, (votes.get(cast.vote) ?? 0) + 1)
    else flags.push({ x: x(at + 0.5), reason: cast.flag })
    for (const [name, course] of courses) course.push(votes.get(name) ?? 0)
    const [, second = 0] = [...votes.values()].sort((a, b) => b - a)
    goals.push(second + k)
  }
  const most = Math.max(...goals, ...votes.values())
  const y = (count: number) => fixed(height - (height * count) / most)
  const path = (course: readonly number[]) =>
    course.map((count, at) => (at === 0 ? `M0 ${y(count)}` : `L${x(at)} ${y(count)}`)).join('')
  const runners = names
    .map((name) => {
      const course = courses.get(name) ?? []
      return { name, votes: votes.get(name) ?? 0, path: path(course), y: y(course.at(-1) ?? 0) }
    })
    .sort((a, b) => b.votes - a.votes)
  return { runners, goal: path(goals), flags, most, unit: height / most }
}

const fixed = (n: number): number => Math.round(n * 10) / 10
