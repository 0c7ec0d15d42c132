import { type LeaptRound, noUsage, type RunEvent } from '@quorum/engine'
import { kit } from '@quorum/nodes/runners'
import type { Runs } from '../store/runs.ts'
import { type StepFacts, stepFacts } from '../store/steps.ts'
import { iso, isoOrNull } from './schemas.ts'

export const brief = (facts: StepFacts) => ({
  path: facts.path,
  value: facts.output,
  error: facts.error,
  startedAt: iso(facts.startedAt),
  endedAt: isoOrNull(facts.endedAt),
})

/** An item of a pool or a round of a loop, in a list. */
export interface Item extends ReturnType<typeof brief> {
  /** Where the page after this one starts. */
  readonly cursor: number
  readonly index: number
  /** Of a round: from 1, as its path says it. */
  readonly round?: number
  readonly status: string
}

function roundsOf(paths: readonly string[], base: string): { path: string; rounds: number[] }[] {
  const own = paths.flatMap((path) => {
    const rest = path.slice(base.length + 1)
    return /^\d+(\.\d+)*$/.test(rest) ? [{ path, rounds: rest.split('.').map(Number) }] : []
  })
  return own.sort((a, b) => a.rounds.reduce((order, round, i) => order || round - (b.rounds[i] ?? 0), 0))
}

export const latestRound = (paths: readonly string[], base: string): string | null =>
  roundsOf(paths, base).at(-1)?.path ?? null

type Leapt = RunEvent & { readonly type: 'rounds.leapt' }

/** Rounds of a leap, `from` and before `to` as the loop counts them. */
function leaptRounds(leap: Leapt, from: number, to: number): readonly LeaptRound[] {
  return kit.definition(leap.kind)?.leapt?.(leap.page, from - leap.round, to - leap.round) ?? []
}

/** A round that was decided in a leap and has no events of its own, by its path. */
export function leaptStep(runs: Runs, id: string, asked: string): StepFacts | null {
  const [, path = '', number] = /^(.+)#(\d+)$/.exec(asked) ?? []
  const round = Number(number)
  if (path === '') return null
  const [leap] = runs.leaps(id, path, round).take(1)
  if (leap === undefined || round < leap.round) return null
  const [told] = leaptRounds(leap, round, round + 1)
  if (told === undefined) return null
  const { node, at } = leap
  const times = { startedAt: at, endedAt: at }
  const unused = { ports: null, parked: null, error: null, attempts: [], calls: [], usage: noUsage }
  return { ...unused, ...told, ...times, path: asked, nodeId: node, status: 'completed' }
}

/** Rounds of a step after the first `after`, those that were leapt over told one by one. */
export function roundItems(
  runs: Runs,
  id: string,
  node: string,
  after: number,
  limit: number,
  status: string | undefined,
): Item[] {
  const found = roundsOf(runs.roundPaths(id, node), node).map(({ path, rounds }, place) => {
    const index = rounds.at(-1) ?? 1
    // Rounds within rounds begin again: there its place tells one from another.
    return { path, index, cursor: rounds.length > 1 ? place + 1 : index }
  })
  const later = found.filter(({ cursor }) => cursor > after)
  const opened = status === undefined ? later.slice(0, limit) : later
  const events = runs.eventsOf(
    id,
    opened.map(({ path }) => path),
  )
  const own = opened.flatMap(({ path, index, cursor }): Item[] => {
    const facts = stepFacts(events.get(path) ?? [])
    if (facts === null || (status !== undefined && facts.status !== status)) return []
    return [{ cursor, index, round: index, ...brief(facts), value: facts.record ?? facts.output, status: facts.status }]
  })
  const leapt = status === undefined || status === 'completed' ? leaptItems(runs, id, node, after, limit) : []
  return [...own, ...leapt].sort((a, b) => a.cursor - b.cursor).slice(0, limit)
}

function leaptItems(runs: Runs, id: string, node: string, after: number, limit: number): Item[] {
  const items: Item[] = []
  for (const leap of runs.leaps(id, node, after + 1)) {
    const from = Math.max(leap.round, after + 1)
    const to = Math.min(leap.round + leap.rounds, from + limit - items.length)
    const at = iso(leap.at)
    for (const [i, { record }] of leaptRounds(leap, from, to).entries()) {
      const index = from + i
      const times = { startedAt: at, endedAt: at }
      items.push({
        cursor: index,
        index,
        round: index,
        path: `${node}#${index}`,
        value: record,
        error: null,
        ...times,
        status: 'completed',
      })
    }
    if (items.length >= limit) break
  }
  return items
}
