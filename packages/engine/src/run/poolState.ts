import type { Failure } from '../failure.ts'
import type { ItemOutcome, PoolOptions, PoolScaled } from '../node.ts'
import { Board } from '../pool/board.ts'
import { Lanes } from '../pool/lanes.ts'
import type { ItemFacts } from '../pool/options.ts'
import type { Value } from '../value.ts'
import type { RunEvent } from './event.ts'
import { hashSeed } from './hash.ts'
import { Register } from './register.ts'
import type { Activation, Frame } from './state.ts'

/** An item in work. */
export interface Held {
  readonly frame: Frame
  readonly lane: number
  /** Epoch ms. */
  readonly since: number
}

/** A pool at work. Changes through events only; `closing`, `wanted` and the like are found again after a fold. */
export interface Pool {
  readonly items: Value[]
  readonly open: Register<number, Held>
  readonly lanes: Lanes
  /** Null where items know nothing of each other. */
  readonly board: Board | null
  /** Items that can never begin, with the ids they wait for; to be told. */
  readonly blocked: number[]
  readonly outcomes: (ItemOutcome | undefined)[]
  /** Indexes in the order they settled, where somebody asks for it. */
  readonly settledOrder: number[]
  /** Values in the order they came, where somebody asks for them. */
  readonly results: Value[]
  /** Failed attempts by item. */
  readonly attempts: Map<number, number>
  readonly keys: Set<string>
  /** When the first item of each addition came, for how long the oldest waits. */
  readonly arrivals: { readonly first: number; readonly at: number }[]
  readonly scaled: PoolScaled[]
  readonly openedAt: number
  begun: number
  settled: number
  ok: number
  failed: number
  cancelled: number
  /** US dollars its items have used. */
  usd: number
  /** Nothing comes from outside any more. */
  closed: boolean
  /** How many may still begin in this batch. */
  batch: number
  /** When the last item began, epoch ms. */
  lastBegan: number
  /** A failure since then. */
  hurry: boolean
  /** No further item is opened: the pool has failed or finished early. */
  closing: boolean
  /** Somebody wants it to end with what it has. */
  finishing: boolean
  /** What it has sent, where its items go on nevertheless. */
  passed: { readonly ports: Readonly<Record<string, Value>>; readonly record?: Value } | null
  /** When it is looked at next, epoch ms; not in the log. */
  due: number | null
  /** The tick of its scaling after which sizes were last looked at, and the sizes wanted lately; not in the log. */
  tick: number
  lately: { readonly at: number; readonly lanes: number }[]
}

const NO_FACTS: ItemFacts = {}

/** Threads of a join are items that come when they come, each in a lane of its own. */
export const threadOptions: PoolOptions = { concurrency: 0, maxItems: 0, failure: 'collect', minSuccess: 0 }

export function newThreads(total: number, at: number): Pool {
  return { ...emptyPool(threadOptions, [], 0, at), outcomes: new Array(total).fill(undefined) }
}

export function newPool(activation: Activation, options: PoolOptions, seed: number, at: number): Pool {
  const pool = emptyPool(options, [], hashSeed(seed, activation.path), at)
  const { value } = activation.input
  addItems(pool, options, options.itemsOf?.(value) ?? (value as readonly Value[]), at)
  return pool
}

/** The samples of a container that samples, in the order drawn; one that is in work or was withdrawn is only a gap. */
export const samplesOf = ({ begun, outcomes }: Pool): ItemOutcome[] =>
  Array.from({ length: begun }, (_, index): ItemOutcome => outcomes[index] ?? { index, status: 'cancelled' })

function emptyPool(options: PoolOptions, items: Value[], seed: number, at: number): Pool {
  const { facts, scaling } = options
  return {
    items,
    open: new Register(),
    lanes: new Lanes({
      dispatch: options.dispatch ?? { type: 'pull' },
      lanes: scaling?.min ?? options.concurrency,
      seed,
      facts: facts ? (index) => facts(items[index] ?? null, index) : () => NO_FACTS,
    }),
    board: facts ? new Board() : null,
    blocked: [],
    outcomes: [],
    settledOrder: [],
    results: [],
    attempts: new Map(),
    keys: new Set(),
    arrivals: [],
    scaled: [],
    openedAt: at,
    begun: 0,
    settled: 0,
    ok: 0,
    failed: 0,
    cancelled: 0,
    usd: 0,
    closed: options.source !== 'open',
    batch: 0,
    lastBegan: 0,
    hurry: false,
    closing: false,
    finishing: false,
    passed: null,
    due: null,
    tick: 0,
    lately: [],
  }
}

export function addItems(pool: Pool, options: PoolOptions, items: readonly Value[], at: number, by?: number): void {
  pool.arrivals.push({ first: pool.items.length, at })
  const from = by === undefined ? undefined : pool.outcomes[by]?.lane
  for (const item of items) {
    const index = pool.items.push(item) - 1
    pool.outcomes.push(undefined)
    const how = pool.board && options.facts ? pool.board.add(index, options.facts(item, index)) : 'ready'
    if (how === 'ready') pool.lanes.add(index, at, from)
    else if (how === 'blocked') pool.blocked.push(index)
  }
}

export function itemOpened(pool: Pool, event: RunEvent & { type: 'item.opened' }, frame: Frame): void {
  const { index, lane, from } = event
  const pick = lane === undefined ? pool.lanes.next(event.at) : null
  const taken = { index, lane: lane ?? pick?.lane ?? 0, ...(from === undefined ? {} : { from }) }
  const holder = pool.lanes.take(taken)
  if (pool.open.size === 0) pool.batch = pool.lanes.size
  pool.batch--
  pool.begun++
  pool.lastBegan = event.at
  pool.hurry = false
  pool.open.set(index, { frame, lane: holder, since: event.at })
}

export function itemReturned(pool: Pool, index: number, at: number): void {
  release(pool, index, false)
  pool.attempts.set(index, (pool.attempts.get(index) ?? 0) + 1)
  pool.lanes.add(index, at)
}

export function itemSettled(pool: Pool, options: PoolOptions, event: RunEvent & { type: 'item.settled' }): void {
  const { index, status, value, error, at } = event
  const failures = pool.attempts.get(index)
  const held = pool.open.get(index)
  if (!held) pool.lanes.forget(index)
  const lane = release(pool, index, status === 'cancelled' ? null : status !== 'failed')
  pool.outcomes[index] = {
    index,
    status,
    ...(value === undefined ? {} : { value }),
    ...(error ? { error } : {}),
    ...(lane === undefined ? {} : { lane }),
    ...(failures === undefined ? {} : { attempts: failures + 1 }),
  }
  pool.settled++
  if (status === 'ok') pool.ok++
  if (status === 'failed') pool.failed++
  if (status === 'cancelled') pool.cancelled++
  if (options.order === 'completion') pool.settledOrder.push(index)
  if (options.until && status === 'ok') pool.results.push(value ?? null)
  const after = pool.board?.settle(index, status === 'ok')
  for (const one of after?.ready ?? []) pool.lanes.add(one, at, lane)
  pool.blocked.push(...(after?.blocked ?? []))
}

export function poolScaled(pool: Pool, options: PoolOptions, event: RunEvent & { type: 'pool.scaled' }): void {
  const { from, to, why, at } = event
  pool.lanes.resize(to, at)
  pool.scaled.push({ t: at - pool.openedAt, from, to, why })
  pool.tick = Math.floor((at - pool.openedAt) / (options.scaling?.intervalMs ?? 1))
}

function release(pool: Pool, index: number, ok: boolean | null): number | undefined {
  const held = pool.open.get(index)
  if (!held) return undefined
  pool.open.delete(index)
  pool.lanes.release(held.lane, ok)
  if (ok === false) pool.hurry = true
  return held.lane
}

/** Which attempt at an item the next one is, from 1. */
export const attemptOf = (pool: Pool, index: number): number => (pool.attempts.get(index) ?? 0) + 1

/** `docs[17]`, and `docs[17]#2` for its second attempt. */
export const itemPath = (path: string, index: number, attempt: number): string =>
  attempt === 1 ? `${path}[${index}]` : `${path}[${index}]#${attempt}`

/** The pool and the item that a path such as `docs[17]#2` names; null if it names none. */
export function itemIn(path: string): { readonly owner: string; readonly index: number } | null {
  const end = path.charCodeAt(path.length - 1) === closing ? path.length : path.lastIndexOf('#')
  if (path.charCodeAt(end - 1) !== closing) return null
  const begin = path.lastIndexOf('[', end)
  const digits = path.slice(begin + 1, end - 1)
  const known = isNumber(digits) && (end === path.length || isNumber(path.slice(end + 1)))
  return known ? { owner: path.slice(0, begin), index: Number(digits) } : null
}

const isNumber = (text: string): boolean => /^\d+$/.test(text)
const closing = 93

export const blockedBy = (ids: readonly string[], known: (id: string) => boolean): Failure => {
  const unknown = ids.filter((id) => !known(id))
  return unknown.length > 0
    ? {
        code: 'blocked',
        message: `It waits for ${list(unknown)}, and there is no such task. Add it, or correct “dependsOn”.`,
      }
    : { code: 'blocked', message: `It waits for ${list(ids)}, which did not get done.` }
}

const list = (ids: readonly string[]): string =>
  ids
    .slice(0, 3)
    .map((id) => `“${id}”`)
    .join(', ')
