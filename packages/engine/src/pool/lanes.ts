import { hashSeed } from '../run/hash.ts'
import type { Dispatch, ItemFacts } from './options.ts'
import { ByPriority, Fifo } from './queue.ts'

/** A logical worker: it holds at most one item, and under `deque` and `push` a queue of those given to it. */
export interface Lane {
  /** From 1; never used again once the lane is gone. */
  readonly id: number
  /** The item in its hands. */
  held: number | null
  readonly queue: Fifo
  /** Estimates of what it holds and what waits for it. */
  load: number
  done: number
  failed: number
  /** Failures since its last success. */
  inRow: number
  /** Left out until then, epoch ms. */
  outUntil: number
  /** Gone once it has put down what it holds. */
  leaving: boolean
  /** For smooth weighted round-robin. */
  credit: number
}

/** Who begins what next. `from` is the lane it was stolen from. */
export interface Pick {
  readonly index: number
  readonly lane: number
  readonly from?: number
}

const UNKNOWN_LOAD = 1

/**
 * The lanes of one pool and what waits for them. `next` only looks; all changes follow from what has happened, so that a
 * fold of the log finds the same lanes with the same items. Every choice by lot derives from `seed`.
 */
export class Lanes {
  /** In the order of their ids. */
  all: Lane[] = []
  readonly #byId = new Map<number, Lane>()
  /** Items that wait, wherever. */
  waiting = 0
  steals = 0
  readonly #dispatch: Dispatch
  readonly #seed: number
  readonly #factsOf: (index: number) => ItemFacts
  readonly #shared = new ByPriority()
  /** Idle lanes, the one to be asked first at the end. */
  #idle: Lane[] = []
  #lastId = 0
  #turn = 0
  #draws = 0

  constructor(options: {
    readonly dispatch: Dispatch
    readonly lanes: number
    readonly seed: number
    readonly facts: (index: number) => ItemFacts
  }) {
    this.#dispatch = options.dispatch
    this.#seed = options.seed
    this.#factsOf = options.facts
    this.#grow(options.lanes)
  }

  /** Lanes that stay. */
  get size(): number {
    return this.all.length - this.#leaving
  }
  get busy(): number {
    return this.all.length - this.#idle.length - this.#leaving
  }
  /** Every lane that is leaving holds something. */
  #leaving = 0

  /** An item is ready. `by`: the lane whose item brought it. */
  add(index: number, now: number, by?: number): void {
    this.waiting++
    const lane = this.#laneFor(index, now, by)
    if (lane) this.#give(lane, index)
    else this.#shared.push(index, this.#factsOf(index).priority ?? 0)
  }

  /** What begins next, or null: nobody is idle, or nothing is there for those who are. */
  next(now: number): Pick | null {
    if (this.waiting === 0) return null
    const shared = this.#shared.first()
    for (let at = this.#idle.length - 1; at >= 0; at--) {
      const lane = this.#idle[at] as Lane
      if (lane.outUntil > now) continue
      const own = this.#dispatch.type === 'deque' ? lane.queue.last() : lane.queue.first()
      const index = own ?? shared
      if (index !== undefined) return { index, lane: lane.id }
      const victim = this.#dispatch.type === 'deque' ? this.#victim(lane) : null
      const stolen = victim?.queue.first()
      if (victim && stolen !== undefined) return { index: stolen, lane: lane.id, from: victim.id }
      if (this.#dispatch.type === 'pull') return null
    }
    return null
  }

  /**
   * It has begun: the lane holds it; gives the lane's id. In a log read without its failures (see `revise`) a lane may
   * still hold what it had put down long since: then it is one that is there for this item only.
   */
  take({ index, lane: id, from }: Pick): number {
    const asked = this.#byId.get(id)
    const lane = asked?.held === null ? asked : this.#extra()
    if (from !== undefined) this.#steal(this.#byId.get(from), lane, index)
    if (lane.queue.delete(index)) this.waiting--
    else {
      this.forget(index)
      lane.load += this.#loadOf(index)
    }
    lane.held = index
    const at = this.#idle.lastIndexOf(lane)
    if (at >= 0) this.#idle.splice(at, 1)
    return lane.id
  }

  #steal(victim: Lane | undefined, thief: Lane, index: number): void {
    this.#draws++
    this.steals++
    if (victim?.queue.first() !== index) return
    const many = this.#dispatch.type === 'deque' && this.#dispatch.stealHalf ? Math.ceil(victim.queue.size / 2) : 1
    for (let taken = 0; taken < many; taken++) {
      const oldest = victim.queue.first() as number
      victim.queue.delete(oldest)
      victim.load = Math.max(0, victim.load - this.#loadOf(oldest))
      this.#give(thief, oldest)
    }
  }

  /** The lane has put its item down. `ok`: null if it was withdrawn. */
  release(id: number, ok: boolean | null): void {
    const lane = this.#lane(id)
    if (lane.held === null) return
    lane.load = Math.max(0, lane.load - this.#loadOf(lane.held))
    lane.held = null
    if (ok === true) {
      lane.done++
      lane.inRow = 0
    } else if (ok === false) {
      lane.failed++
      lane.inRow++
    }
    if (!lane.leaving) {
      this.#idle.push(lane)
      return
    }
    this.#leaving--
    this.all = this.all.filter((one) => one !== lane)
    this.#byId.delete(id)
  }

  /** Idle lanes leave at once, the youngest first; busy ones once they have put down what they hold. */
  resize(to: number, now: number): void {
    if (to > this.size) {
      this.#grow(to - this.size)
      return
    }
    const going = this.size - to
    const staying = this.all.filter((lane) => !lane.leaving)
    const leavers = [
      ...staying.filter((lane) => lane.held === null).reverse(),
      ...staying.filter((lane) => lane.held !== null).reverse(),
    ].slice(0, going)
    for (const lane of leavers) {
      lane.leaving = true
      if (lane.held !== null) this.#leaving++
    }
    this.#idle = this.#idle.filter((lane) => !lane.leaving)
    this.all = this.all.filter((lane) => !lane.leaving || lane.held !== null)
    for (const lane of leavers) {
      this.#scatter(lane, now)
      if (lane.held === null) this.#byId.delete(lane.id)
    }
  }

  /** It is left out for a while, and what waited for it goes to others. */
  eject(id: number, until: number, now: number): void {
    const lane = this.#lane(id)
    lane.outUntil = until
    lane.inRow = 0
    this.#scatter(lane, now)
  }

  /** The lane that failed so often in a row, if there is one. */
  failing(failures: number): Lane | undefined {
    return this.all.find((lane) => lane.inRow >= failures)
  }

  /** The one that came first of those that wait. */
  oldest(): number | undefined {
    let first = this.#shared.first()
    for (const { queue } of this.all) {
      const own = queue.first()
      if (own !== undefined && (first === undefined || own < first)) first = own
    }
    return first
  }

  /** When the first of those left out may work again; null if none is. */
  back(now: number): number | null {
    const times = this.all.flatMap(({ outUntil }) => (outUntil > now ? [outUntil] : []))
    return times.length === 0 ? null : Math.min(...times)
  }

  /** An item is not to begin after all. */
  forget(index: number): void {
    if (this.#shared.delete(index)) this.waiting--
    else
      for (const lane of this.all) {
        if (!lane.queue.delete(index)) continue
        lane.load = Math.max(0, lane.load - this.#loadOf(index))
        this.waiting--
        return
      }
  }

  #lane(id: number): Lane {
    const lane = this.#byId.get(id)
    if (!lane) throw new RangeError(`no lane ${id}`)
    return lane
  }

  #grow(by: number): void {
    const fresh = Array.from({ length: by }, () => this.#fresh(false))
    this.#idle.unshift(...fresh.toReversed())
  }

  #extra(): Lane {
    this.#leaving++
    return this.#fresh(true)
  }

  #fresh(leaving: boolean): Lane {
    const id = ++this.#lastId
    const none = { held: null, load: 0, done: 0, failed: 0, inRow: 0, outUntil: 0, credit: 0 }
    const lane: Lane = { id, ...none, queue: new Fifo(), leaving }
    this.all.push(lane)
    this.#byId.set(id, lane)
    return lane
  }

  #loadOf(index: number): number {
    return this.#factsOf(index).load ?? UNKNOWN_LOAD
  }

  #give(lane: Lane, index: number): void {
    lane.queue.push(index)
    lane.load += this.#loadOf(index)
  }

  #scatter(lane: Lane, now: number): void {
    for (const index of lane.queue.drain()) {
      lane.load = Math.max(0, lane.load - this.#loadOf(index))
      this.waiting--
      this.add(index, now)
    }
  }

  /** Of those with something to take, one by lot. */
  #victim(thief: Lane): Lane | null {
    const rich = this.all.filter((lane) => lane !== thief && lane.queue.size > 0)
    return rich[this.#draw(rich.length, `steal ${this.#draws}`)] ?? null
  }

  #draw(of: number, name: string): number {
    return of === 0 ? 0 : hashSeed(this.#seed, name) % of
  }

  /** The lane that an item is given to on arrival; null: it waits for whoever is free. */
  #laneFor(index: number, now: number, by: number | undefined): Lane | null {
    const dispatch = this.#dispatch
    if (dispatch.type === 'pull') return null
    const lanes = this.all.filter((lane) => !lane.leaving && lane.outUntil <= now)
    if (lanes.length === 0) return null
    if (dispatch.type === 'deque') return lanes.find(({ id }) => id === by) ?? this.#inTurn(lanes)
    switch (dispatch.strategy) {
      case 'roundRobin':
        return this.#inTurn(lanes)
      case 'random':
        return lanes[this.#draw(lanes.length, `lot ${index}`)] ?? null
      case 'leastLoaded':
        return lanes.reduce((least, lane) => (lane.load < least.load ? lane : least))
      case 'powerOfTwo':
        return this.#lesserOf(lanes, index, dispatch.choices ?? 2)
      case 'affinity':
        return highest(lanes, ({ id }) => hashSeed(id, this.#factsOf(index).key ?? String(index)))
      case 'weighted':
        return this.#byWeight(lanes, dispatch.weights ?? [])
    }
  }

  #inTurn(lanes: readonly Lane[]): Lane | null {
    return lanes[this.#turn++ % lanes.length] ?? null
  }

  /** The less loaded of a few different ones drawn by lot. */
  #lesserOf(lanes: readonly Lane[], index: number, choices: number): Lane | null {
    const left = [...lanes]
    const drawn = Array.from({ length: Math.min(choices, lanes.length) }, (_, turn) => {
      const at = this.#draw(left.length, `choice ${index} ${turn}`)
      const [lane] = left.splice(at, 1)
      return lane as Lane
    })
    return drawn.reduce((least, lane) => (lane.load < least.load ? lane : least))
  }

  /** Smooth weighted round-robin, as nginx does it: nobody gets several in a row while others are due. */
  #byWeight(lanes: readonly Lane[], weights: readonly number[]): Lane | null {
    const weightOf = ({ id }: Lane): number => weights[id - 1] ?? 1
    const total = lanes.reduce((all, lane) => all + weightOf(lane), 0)
    for (const lane of lanes) lane.credit += weightOf(lane)
    const chosen = highest(lanes, ({ credit }) => credit)
    if (chosen) chosen.credit -= total
    return chosen
  }
}

function highest(lanes: readonly Lane[], of: (lane: Lane) => number): Lane | null {
  let best: Lane | null = null
  let most = Number.NEGATIVE_INFINITY
  for (const lane of lanes) {
    const value = of(lane)
    if (value <= most) continue
    most = value
    best = lane
  }
  return best
}
