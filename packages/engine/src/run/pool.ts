import { type Failure, StepFailure } from '../failure.ts'
import type { NodePlan } from '../flow/compile.ts'
import { limits } from '../limits.ts'
import { completed, failed, type ItemOutcome, type Outcome, type PoolOptions } from '../node.ts'
import { circleIn } from '../pool/board.ts'
import type { Value } from '../value.ts'
import { tooHeavy } from '../weigh.ts'
import type { PostResult } from './backend.ts'
import { isAtWork } from './frames.ts'
import { deepFreeze } from './hash.ts'
import { nextTick, scale } from './poolScaling.ts'
import { attemptOf, blockedBy, itemPath, type Pool } from './poolState.ts'
import { liveResults } from './scopes.ts'
import { failureIn } from './signals.ts'
import { failNode, finishNode, guarded } from './start.ts'
import type { Activation, Frame } from './state.ts'
import { emit, type Work } from './turn.ts'

/** The body of an item has nothing left to do. */
export function endItem(work: Work, owner: Activation, frame: Frame, index: number): void {
  const { pool, node } = owner
  const cause = failureIn(frame)
  if (cause) {
    failItem(work, owner, index, { code: cause.code, message: cause.message })
    return
  }
  const value = liveResults(frame).result
  const path = frame.id
  const heavy = tooHeavy(value, limits.gatheredBytes)
  if (heavy) {
    failItem(work, owner, index, heavy)
    return
  }
  if (frame.plan.results.length > 0 && value === undefined) {
    emit(work, { type: 'item.settled', path, node: node.key, index, status: 'skipped' }, owner)
    return
  }
  const more = pool && !pool.passed && !work.run.givenItems.has(owner.path) ? addedBy(owner, pool, value ?? null) : []
  if (!Array.isArray(more)) {
    failItem(work, owner, index, more as Failure)
    return
  }
  emit(work, { type: 'item.settled', path, node: node.key, index, status: 'ok', value: value ?? null }, owner)
  if (more.length > 0) emit(work, { type: 'items.added', path: owner.path, node: node.key, items: more, by: index })
}

/** An attempt at an item has failed: the next one, if there is one. */
function failItem(work: Work, { pool, node, path }: Activation, index: number, error: Failure): void {
  if (!pool) return
  const attempt = attemptOf(pool, index)
  const at = { path: itemPath(path, index, attempt), node: node.key, index, error }
  if (attempt < (node.pool?.attempts ?? 1) && !pool.closing && !work.run.cancelling)
    emit(work, { type: 'item.returned', ...at })
  else emit(work, { type: 'item.settled', ...at, status: 'failed' })
}

/** What the result of an item adds to an open pool, or why it cannot. */
function addedBy({ node }: Activation, pool: Pool, value: Value): Value[] | Failure {
  const options = node.pool
  const found = options?.source === 'open' ? (options.adds?.(value) ?? []) : []
  if (found.length === 0) return []
  const fresh = unknownOf(pool, options, found)
  return problemWith(pool, node, fresh) ?? fresh
}

/** Items whose ids are known already are there already. */
function unknownOf(pool: Pool, options: PoolOptions | null, items: readonly Value[]): Value[] {
  const seen = new Set<string>()
  return items.filter((item, offset) => {
    const id = options?.facts?.(item, pool.items.length + offset).id
    if (id === undefined) return true
    if (seen.has(id) || pool.board?.has(id)) return false
    seen.add(id)
    return true
  })
}

export function problemWith(pool: Pool | null, node: NodePlan, items: readonly Value[]): Failure | null {
  const most = node.pool?.maxItems ?? 0
  const before = pool?.items.length ?? 0
  if (before + items.length > most)
    return {
      code: 'too-many-items',
      message: `“${node.title}” would have ${before + items.length} items and takes ${most} at most. Raise “maxItems” or send fewer.`,
    }
  const { facts } = node.pool ?? {}
  if (!facts) return null
  const own = items.map((item, offset) => facts(item, before + offset))
  const twice = own.find(({ id }, at) => id !== undefined && own.findIndex((other) => other.id === id) !== at)
  if (twice)
    return { code: 'duplicate-id', message: `Two tasks are called “${twice.id}”. Give every task an id of its own.` }
  const waiting = [...(pool?.board?.waiting() ?? [])].map(([index]) => facts(pool?.items[index] ?? null, index))
  const circle = circleIn([...waiting, ...own])
  if (!circle) return null
  return { code: 'dependency-cycle', message: `These tasks wait for each other: ${circle.join(' → ')}.` }
}

/** Items from people or programs, once per `key`; `close` says that these were the last. */
export function addToPool(
  work: Work,
  owner: Activation | undefined,
  { items, key, close }: { readonly items: readonly Value[]; readonly key?: string; readonly close: boolean },
): PostResult {
  const { pool, node, path } = owner ?? {}
  if (!owner || !pool || !node || path === undefined || node.pool?.source !== 'open') return 'not-waiting'
  if (key !== undefined && pool.keys.has(key)) return 'duplicate'
  if (pool.closed || pool.closing) return close && items.length === 0 ? 'duplicate' : 'not-waiting'
  const fresh = unknownOf(pool, node.pool, items)
  if (problemWith(pool, node, fresh)) return 'refused'
  const at = { path, node: node.key }
  if (fresh.length > 0 || key !== undefined)
    emit(work, { type: 'items.added', ...at, items: deepFreeze(fresh), ...(key === undefined ? {} : { key }) })
  if (close) emit(work, { type: 'items.closed', ...at })
  return 'ok'
}

/** Begins what may begin, withdraws what is no longer wanted, and ends the pool when there is nothing left. */
export function drivePool(work: Work, owner: Activation): void {
  const { pool, node, path } = owner
  const options = node.pool
  if (!pool || !options || !isAtWork(owner)) return
  const { now } = work
  takeGiven(work, owner, pool)
  expireItems(work, owner, pool, options)
  if (!pool.closing && !pool.passed && !pool.finishing) {
    const verdict = verdictOn(pool, options)
    if (verdict === 'enough' && passOn(work, owner, pool, options)) return
    if (verdict === 'enough' || verdict === 'lost') pool.closing = true
    else if (verdict) {
      withdrawItems(work, owner, pool)
      failNode(work, owner.frame, node, verdict, 1, {})
      return
    }
  }
  pool.closing ||= pool.finishing
  if (pool.closing && (!pool.passed || pool.finishing)) withdrawItems(work, owner, pool)
  tellBlocked(work, owner, pool)
  scale(work, owner, pool, options)
  ejectLanes(work, owner, pool, options)
  while (mayBegin(pool, options, now)) {
    const pick = pool.lanes.next(now)
    if (!pick) break
    if (work.out.events.length >= work.budget) {
      work.run.doubts.push({ about: 'pool', owner })
      return
    }
    const { index, lane, from } = pick
    // Where an idle lane simply pulls, which one it is follows from the order of events.
    const who = options.dispatch || options.scaling ? { lane, ...(from === undefined ? {} : { from }) } : null
    const at = {
      type: 'item.opened',
      path: itemPath(path, index, attemptOf(pool, index)),
      node: node.key,
      index,
    } as const
    emit(work, who ? { ...at, ...who } : at, owner)
  }
  if (isDone(pool, options)) {
    const stuck = [...(pool.board?.waiting() ?? [])]
    if (stuck.length === 0 || pool.closing) {
      endPool(work, owner, pool, options)
      return
    }
    pool.blocked.push(...stuck.map(([index]) => index))
    work.run.doubts.push({ about: 'pool', owner })
    return
  }
  setTimer(work, owner, pool, options)
}

function takeGiven(work: Work, { node, path }: Activation, pool: Pool): void {
  const given = work.run.givenItems.get(path)
  if (!given || pool.closed) return
  for (const items of given) emit(work, { type: 'items.added', path, node: node.key, items })
  emit(work, { type: 'items.closed', path, node: node.key })
}

/** Sends what it has if the others are to go on: nobody waits for them any more. False: they are not, or there are none. */
function passOn(work: Work, owner: Activation, pool: Pool, options: PoolOptions): boolean {
  const { rest = 'cancel' } = options
  const goOn = rest === 'finish' ? pool.open.size : rest === 'drain' ? pool.items.length - pool.settled : 0
  if (goOn === 0) return false
  const gathered = gather(owner, pool, options, (index) =>
    rest === 'drain' || pool.open.has(index) ? 'running' : 'cancelled',
  )
  if (gathered.type === 'failed') return false
  const { ports, record } = gathered
  const at = { path: owner.path, node: owner.node.key, ports: deepFreeze(ports) }
  emit(work, { type: 'pool.passed', ...at, ...(record === undefined ? {} : { record }) })
  return true
}

/** Null: go on. `lost`: too many have failed. A failure: that of its own condition. */
function verdictOn(pool: Pool, options: PoolOptions): 'enough' | 'lost' | Failure | null {
  const { ok, failed: bad, items, results } = pool
  const total = items.length
  const mayFail =
    options.failure === 'collect'
      ? total
      : options.failure === 'failFast'
        ? 0
        : Math.floor((pool.closed ? total : options.maxItems) * (1 - options.minSuccess) + 1e-9)
  if (bad > mayFail) return 'lost'
  if (options.enough !== undefined && ok >= options.enough) return 'enough'
  if (!options.until || pool.settled === 0) return null
  try {
    return options.until({ ok, failed: bad, results, last: results.at(-1) ?? null }) ? 'enough' : null
  } catch (error) {
    if (error instanceof StepFailure) return { code: error.code, message: error.message }
    throw error
  }
}

export function withdrawItems(work: Work, { node }: Activation, pool: Pool): void {
  for (const [index, { frame }] of [...pool.open])
    emit(work, { type: 'item.settled', path: frame.id, node: node.key, index, status: 'cancelled' })
}

function expireItems(work: Work, owner: Activation, pool: Pool, { itemTimeoutMs }: PoolOptions): void {
  if (itemTimeoutMs === undefined) return
  for (const [index, { since }] of [...pool.open]) {
    if (since + itemTimeoutMs > work.now) return
    failItem(work, owner, index, {
      code: 'timeout',
      message: `Item ${index + 1} took longer than ${itemTimeoutMs} ms.`,
    })
  }
}

/** Tasks behind one that came to nothing do not begin any more. */
function tellBlocked(work: Work, { node, path }: Activation, pool: Pool): void {
  for (let index = pool.blocked.shift(); index !== undefined; index = pool.blocked.shift()) {
    if (pool.outcomes[index]) continue
    const error = blockedBy(pool.board?.missing(index) ?? [], (id) => pool.board?.has(id) ?? false)
    emit(work, {
      type: 'item.settled',
      path: itemPath(path, index, 1),
      node: node.key,
      index,
      status: 'skipped',
      error,
    })
  }
}

function ejectLanes(work: Work, { node, path }: Activation, pool: Pool, { eject }: PoolOptions): void {
  if (!eject) return
  for (let lane = pool.lanes.failing(eject.failures); lane; lane = pool.lanes.failing(eject.failures))
    emit(work, { type: 'lane.ejected', path, node: node.key, lane: lane.id, until: work.now + eject.ms })
}

function mayBegin(pool: Pool, options: PoolOptions, now: number): boolean {
  if (pool.closing || pool.lanes.waiting === 0 || isSpent(pool, options)) return false
  if (options.schedule === 'batch' && pool.open.size > 0 && pool.batch <= 0) return false
  if (options.staggerMs === undefined || pool.begun === 0 || pool.hurry) return true
  return now >= pool.lastBegan + options.staggerMs
}

const isSpent = ({ usd }: Pool, { spendCap }: PoolOptions): boolean => spendCap !== undefined && usd >= spendCap

/** Nothing is in work and nothing will come to be. */
function isDone(pool: Pool, options: PoolOptions): boolean {
  if (pool.open.size > 0 || pool.blocked.length > 0) return false
  if (pool.closing || isSpent(pool, options)) return true
  return pool.lanes.waiting === 0 && (pool.closed || options.ends !== 'closed')
}

function endPool(work: Work, owner: Activation, pool: Pool, options: PoolOptions): void {
  const { node, frame } = owner
  const gathered = gather(owner, pool, options, () => 'cancelled')
  const { passed } = pool
  const record = gathered.record ?? passed?.record
  finishNode(work, frame, node, passed ? completed(passed.ports, record) : gathered, 1)
}

/** What it gives, as far as its items have ended; `unsettled` says what is told of the others. */
function gather(
  { node }: Activation,
  pool: Pool,
  options: PoolOptions,
  unsettled: (index: number) => ItemOutcome['status'],
): Outcome {
  const all = pool.items.map((_, index): ItemOutcome => pool.outcomes[index] ?? { index, status: unsettled(index) })
  const outcomes =
    options.order === 'completion'
      ? [
          ...pool.settledOrder.map((index) => all[index] as ItemOutcome),
          ...all.filter(({ index }) => !pool.outcomes[index]),
        ]
      : all
  const { lanes, items, scaled } = pool
  return guarded(
    () =>
      node.behaviour.gather?.(node.params, outcomes, {
        items,
        lanes: lanes.all.map(({ id, done, failed }) => ({ id, done, failed })),
        steals: lanes.steals,
        scaling: scaled,
      }) ?? failed('internal', `The kind “${node.kind}” cannot gather its items.`),
  )
}

/** One timer per pool, for whatever comes first. */
function setTimer(work: Work, { path }: Activation, pool: Pool, options: PoolOptions): void {
  const { itemTimeoutMs, staggerMs } = options
  const [oldest] = pool.open.values()
  const times = [
    itemTimeoutMs !== undefined && oldest ? oldest.since + itemTimeoutMs : null,
    staggerMs !== undefined && pool.lanes.waiting > 0 && pool.begun > 0 ? pool.lastBegan + staggerMs : null,
    options.scaling ? nextTick(pool, options.scaling, work.now) : null,
    options.eject ? pool.lanes.back(work.now) : null,
  ].filter((time) => time !== null && time > work.now) as number[]
  if (times.length === 0) return
  const due = Math.min(...times)
  if (pool.due === due) return
  pool.due = due
  work.out.timers.push({ path, due })
}
