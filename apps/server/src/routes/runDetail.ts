import { addUsage, type RunEvent, type Value } from '@quorum/engine'
import { z } from 'zod'
import { Problem } from '../http/problem.ts'
import { type Api, page, readCursor, toPage } from '../http/route.ts'
import { memberIn, workforceOf } from '../store/agents.ts'
import type { Runs } from '../store/runs.ts'
import { type StepFacts, stepFacts } from '../store/steps.ts'
import type { Deps } from './deps.ts'
import { brief, type Item, latestRound, leaptStep, roundItems } from './rounds.ts'
import { noRun } from './runs.ts'
import { iso, isoOrNull, listOf, Step } from './schemas.ts'

const tag = 'Run details'
/** Events of the inside of one step that are looked at for its sums. */
const insideLimit = 20_000
const stepStatuses = ['running', 'waiting', 'retrying', 'completed', 'failed', 'skipped', 'cancelled'] as const

export function runDetailRoutes(api: Api, { runs, prompts, redact }: Deps): void {
  const exists = (id: string): void => {
    if (runs.row(id) === undefined) throw noRun()
  }
  api.route(
    {
      method: 'get',
      path: '/api/runs/{id}/log',
      tag,
      summary: 'Everything that happened, by seq.',
      query: z.object({
        limit: page.limit,
        cursor: page.cursor,
        after: z.coerce.number('must be a seq').int().min(0).optional(),
      }),
      answers: {
        200: {
          description: 'A page',
          schema: listOf(z.looseObject({ seq: z.int(), at: z.iso.datetime(), type: z.string() })),
        },
      },
    },
    (c, { param, query }) => {
      exists(param('id'))
      const after = query.after ?? readCursor(query.cursor, 1)?.[0] ?? 0
      const events = runs.events(param('id'), after, query.limit + 1)
      return c.json(toPage(events, query.limit, showEvent, (event) => String(event.seq)))
    },
  )
  api.route(
    {
      method: 'get',
      path: '/api/runs/{id}/steps/{path}',
      tag,
      summary: 'One step: what it got, gave, tried and used.',
      answers: { 200: { description: 'The step', schema: Step } },
    },
    (c, { param }) => {
      exists(param('id'))
      const step = findStep(runs, param('id'), param('path'))
      if (step === null) throw new Problem('not-found', `Nothing has happened at “${param('path')}” in this run.`)
      // A step with others inside asks nothing itself, and what they asked lies under its path.
      const asked = step.steps ? [] : prompts.of(param('id'), step.path)
      return c.body(redact(JSON.stringify({ ...step, asked })), 200, { 'Content-Type': 'application/json' })
    },
  )
  api.route(
    {
      method: 'get',
      path: '/api/runs/{id}/items',
      tag,
      summary: 'Items of a pool, or rounds of a step in a loop, by index.',
      query: z.object({
        ...page,
        node: z.string().min(1, 'must name a node'),
        status: z.enum([...stepStatuses, 'ok']).optional(),
      }),
      answers: {
        200: {
          description: 'A page',
          schema: listOf(z.looseObject({ index: z.int(), path: z.string(), status: z.string() })),
        },
      },
    },
    (c, { param, query }) => {
      exists(param('id'))
      const status = query.status === 'ok' ? 'completed' : query.status
      const items = itemsOf(
        runs,
        param('id'),
        query.node,
        readCursor(query.cursor, 1)?.[0] ?? 0,
        query.limit + 1,
        status,
      )
      return c.json(
        toPage(
          items,
          query.limit,
          ({ cursor: _, ...item }) => item,
          (item) => String(item.cursor),
        ),
      )
    },
  )
}

/** An event with its times as the contract writes them. */
function showEvent(event: RunEvent): object {
  const shown: Record<string, unknown> = { ...event, at: iso(event.at) }
  if (event.type === 'node.retrying') shown.dueAt = iso(event.dueAt)
  if (event.type === 'node.waiting') shown.parked = { ...event.parked, until: isoOrNull(event.parked.until) }
  return shown
}

const showStep = (facts: StepFacts) => ({
  ...facts,
  attempts: facts.attempts.map((it) => ({ ...it, startedAt: iso(it.startedAt), endedAt: isoOrNull(it.endedAt) })),
  calls: facts.calls.map((it) => ({ ...it, at: iso(it.at) })),
  parked: facts.parked && { ...facts.parked, until: isoOrNull(facts.parked.until) },
  startedAt: iso(facts.startedAt),
  endedAt: isoOrNull(facts.endedAt),
})

type FoundStep = ReturnType<typeof showStep> & {
  readonly steps?: readonly object[]
  readonly agents?: number
  readonly tries?: number
}

/** The step at a path; a path without a round means the latest. */
function findStep(runs: Runs, id: string, asked: string): FoundStep | null {
  const path = runs.eventsAt(id, asked).length > 0 ? asked : latestRound(runs.roundPaths(id, asked), asked)
  if (path === null) {
    const leapt = leaptStep(runs, id, asked)
    return leapt && showStep(leapt)
  }
  const own = runs.eventsAt(id, path)
  const facts = stepFacts(own)
  if (facts === null) return null
  const [first] = own
  if (first?.type !== 'body.opened' && first?.type !== 'item.opened') return showStep(facts)

  const inside = insideOf(runs, id, path, first)
  for (const event of inside) if ('usage' in event && event.usage) facts.usage = addUsage(facts.usage, event.usage)
  if (first.type === 'item.opened') facts.input = first.value ?? itemInputs(runs, id)(path, first.index)
  return {
    ...showStep(facts),
    ...workforceOf(inside, memberIn(runs.flow(id))),
    steps: stepsIn(inside).map(({ path, nodeId, status, error }) => ({ path, nodeId, status, error })),
  }
}

/** Of a pool its items, of a composite its body, of a loop its rounds; that, too, opens a body. */
function insideOf(runs: Runs, id: string, path: string, first: RunEvent): RunEvent[] {
  const within = (of: 'items' | 'body' | 'rounds') => runs.eventsInside(id, path, of, insideLimit)
  if (first.type === 'body.opened' && first.total !== null) return within('items')
  const body = within('body')
  return body.length > 0 || first.type !== 'body.opened' ? body : within('rounds')
}

function stepsIn(events: readonly RunEvent[]): StepFacts[] {
  const byPath = new Map<string, RunEvent[]>()
  for (const event of events) {
    if (!('path' in event)) continue
    const known = byPath.get(event.path)
    if (known) known.push(event)
    else byPath.set(event.path, [event])
  }
  return [...byPath.values()].flatMap((own) => stepFacts(own) ?? []).slice(0, 500)
}

/** An item's input is its place in the list its pool was opened with, and in what was added; each list is read once. */
function itemInputs(runs: Runs, id: string): (path: string, index: number) => Value {
  const lists = new Map<string, Value>()
  return (path, index) => {
    const pool = path.slice(0, path.lastIndexOf('['))
    if (!lists.has(pool)) {
      const list = runs.eventsAt(id, pool).flatMap((event) => {
        if (event.type === 'items.added') return event.items
        return event.type === 'body.opened' && Array.isArray(event.input) ? (event.input as readonly Value[]) : []
      })
      lists.set(pool, list)
    }
    const list = lists.get(pool)
    return Array.isArray(list) ? ((list[index] as Value) ?? null) : null
  }
}

const labelFields = ['label', 'title', 'name', 'id', 'question', 'text']
const labelChars = 120

/** What people know an item by: its first line, or the field that names it. */
export function itemLabel(item: Value): string {
  if (item === null || Array.isArray(item)) return ''
  if (typeof item !== 'object') return firstLine(String(item))
  const fields = item as { readonly [key: string]: Value }
  const named = labelFields.map((field) => fields[field]).find((value) => typeof value === 'string' && value !== '')
  return firstLine(String(named ?? Object.values(fields).find((value) => typeof value === 'string') ?? ''))
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0]?.slice(0, labelChars) ?? ''

function itemsOf(
  runs: Runs,
  id: string,
  node: string,
  after: number,
  limit: number,
  status: string | undefined,
): Item[] {
  const items: Item[] = []
  const input = itemInputs(runs, id)
  for (let from = after; items.length < limit; ) {
    const opened = runs.itemsOpened(id, node, from, limit)
    const paths = opened.map((event) => event.path)
    const own = runs.eventsOf(id, paths, opened[0]?.seq)
    for (const event of opened) {
      from = event.seq
      const facts = stepFacts(own.get(event.path) ?? [])
      if (facts === null || (status !== undefined && facts.status !== status)) continue
      const label = itemLabel(event.value ?? input(event.path, event.index))
      items.push({
        cursor: event.seq,
        index: event.index,
        ...brief(facts),
        status: facts.status,
        ...(label ? { label } : {}),
      })
      if (items.length === limit) break
    }
    if (opened.length < limit) break
  }
  if (items.length > 0 || runs.itemsOpened(id, node, 0, 1).length > 0) return items
  return roundItems(runs, id, node, after, limit, status)
}
