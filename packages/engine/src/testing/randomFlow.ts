import fc from 'fast-check'
import type { Flow, FlowFile } from '../flow/flow.ts'
import { flowOf } from './world.ts'

/** What a random flow may hold. */
export interface Wishes {
  /** Rules that ask who comes first: `n`, `one`, `rest: cancel`, deadlines, pools that stop early, budgets. */
  readonly races?: boolean
  /** Joins that need the first `n`, and what is left of it drained: who comes first decides values, but not what runs. */
  readonly firsts?: boolean
  /** Rules that go on without what failed: ignoring joins, error ports, fallbacks, collecting pools. */
  readonly absorb?: boolean
  /** Nodes that fail whatever the model says. */
  readonly boom?: boolean
  /** Pools (open ones too), loops, back edges, guards (with locks), composites within each other. */
  readonly nested?: boolean
  /** Steps that wait for time or people. */
  readonly waits?: boolean
}

type Short = Parameters<typeof flowOf>[0][string]
type More = Record<string, unknown>

/** Numbers that decide a flow, one after another; zeros after the end, and a zero is always the plainest choice: so they shrink well. */
class Tape {
  #at = 0
  readonly #numbers: readonly number[]
  constructor(numbers: readonly number[]) {
    this.#numbers = numbers
  }
  upTo(most: number): number {
    return (this.#numbers[this.#at++] ?? 0) % (most + 1)
  }
  maybe(one: number): boolean {
    return this.upTo(one - 1) === 1
  }
  of<T>(list: readonly T[]): T {
    return list[this.upTo(list.length - 1)] as T
  }
  get over(): boolean {
    return this.#at >= this.#numbers.length
  }
}

class Drawing {
  readonly nodes: Record<string, Short> = {}
  readonly edges: string[] = []
  readonly #tape: Tape
  readonly #wishes: Wishes
  #next = 0
  /** Inside a lock: there must be no other in it. */
  #locked = false

  constructor(tape: Tape, wishes: Wishes) {
    this.#tape = tape
    this.#wishes = wishes
  }

  add(kind: string, params: Record<string, unknown> = {}, parent?: string, more: More = {}): string {
    const id = `${kind}${this.#next++}`
    this.nodes[id] = [kind, params, { ...(parent === undefined ? {} : { parent }), ...more }]
    return id
  }

  wire(from: string, to: string): void {
    if (!this.edges.includes(`${from}>${to}`)) this.edges.push(`${from}>${to}`)
  }

  /** Blocks in a row or side by side, fed from `source`. Gives the loose ends. */
  body(source: string, parent: string | undefined, depth: number, most: number): string[] {
    const ends: string[] = [source]
    const used = new Set<string>()
    for (let count = 1 + this.#tape.upTo(most - 1); count > 0; count--) {
      const from = new Set([this.#tape.of(ends)])
      for (let more = this.#tape.upTo(2); more > 0; more--) from.add(this.#tape.of(ends))
      for (const end of from) used.add(end)
      ends.push(...this.#block([...from], parent, depth))
    }
    const loose = ends.filter((end) => !used.has(end) && end !== source)
    return loose.length > 0 ? loose : [ends.at(-1) as string]
  }

  #block(from: readonly string[], parent: string | undefined, depth: number): string[] {
    const nested = (this.#wishes.nested ?? false) && depth > 0
    const choice = this.#tape.upTo(nested ? 15 : 8)
    const plain = (kind: string, params: Record<string, unknown> = {}, more: More = {}): string => {
      const id = this.add(kind, params, parent, more)
      for (const end of from) this.wire(end, id)
      return id
    }
    if (choice === 1) return [plain('ask', {}, this.#policy())]
    if (choice === 2) return [plain('join', this.#join(from.length))]
    if (choice === 3) {
      const gate = plain('gate', { when: this.#tape.of(['true', 'false']) })
      return [`${gate}.pass`, `${gate}.fail`]
    }
    if (choice === 4 && this.#wishes.waits)
      return [this.#tape.maybe(2) ? `${plain('approval', { approvals: 1 })}.approved` : plain('wait', { ms: 700 })]
    if (choice === 5 && this.#wishes.boom) {
      const policy = this.#policy()
      const id = plain('boom', {}, policy)
      return policy.policy?.onError === 'port' ? [id, `${id}.error`] : [id]
    }
    if (choice === 6 && this.#wishes.absorb) return [plain('ballot')]
    if (choice === 7 && depth > 0) return this.#threads(from, parent, depth)
    if (choice === 8) return [plain(this.#wishes.races ? this.#tape.of(['count', 'tell']) : 'count')]
    if (choice === 9 || choice === 15) return this.#pool(from, parent, depth)
    if (choice === 10) return this.#loop(from, parent, depth)
    if (choice === 11) return this.#backLoop(from, parent, depth)
    if (choice === 12) return [plain('box', { parts: 1 + this.#tape.upTo(2) }, { policy: { attempts: 2 } })]
    if (choice === 13) return [plain('call', { flowId: 'f' })]
    if (choice === 14) return this.#guard(from, parent, depth)
    return [plain(this.#tape.of(['pass', 'add']))]
  }

  #policy(): { policy?: Record<string, unknown> } {
    if (!this.#wishes.absorb) return { policy: { attempts: 1 + this.#tape.upTo(1) } }
    const attempts = 1 + this.#tape.upTo(1)
    const onError = this.#tape.of(['fail', 'fallback', 'port'])
    return { policy: { attempts, onError, ...(onError === 'fallback' ? { fallbackValue: 0 } : {}) } }
  }

  #join(inputs: number): Record<string, unknown> {
    const { races, firsts, absorb } = this.#wishes
    const onFailed = absorb ? this.#tape.of(['fail', 'ignore']) : 'fail'
    const onUnsatisfiable = absorb ? this.#tape.of(['skip', 'fail']) : 'skip'
    if (!races && firsts && this.#tape.maybe(3))
      return { need: 'n', n: 1 + this.#tape.upTo(inputs - 1), rest: this.#tape.of(['drain', 'block']), onUnsatisfiable }
    if (!races) return { need: this.#tape.of(['live', 'all']), onFailed, onUnsatisfiable }
    return {
      need: this.#tape.of(['live', 'all', 'n', 'one']),
      n: 1 + this.#tape.upTo(Math.max(0, inputs - 1)),
      rest: this.#tape.of(['drain', 'cancel', 'block']),
      onFailed,
      onUnsatisfiable,
      ...(this.#tape.maybe(4) ? { deadlineMs: 40 } : {}),
    }
  }

  /** Every branch alone, and together again; sometimes in batches first. */
  #threads(from: readonly string[], parent: string | undefined, depth: number): string[] {
    const failing = () => (this.#wishes.absorb ? { onFailed: this.#tape.of(['fail', 'ignore']) } : {})
    const each = this.add('join', { need: 'each', ...failing() }, parent)
    for (const end of from) this.wire(end, each)
    const ends = this.body(each, parent, depth - 1, 3)
    // The rest ends where it is.
    const led = ends.slice(0, 1 + this.#tape.upTo(ends.length - 1))
    const arrivals = from.length * led.length
    const n = arrivals > 1 && this.#tape.maybe(2) ? 1 + this.#tape.upTo(arrivals - 2) : undefined
    const collect = this.add('join', { need: 'collect', ...failing(), ...(n === undefined ? {} : { n }) }, parent)
    for (const end of led) this.wire(end, collect)
    if (n === undefined) return [collect]
    const last = this.add('join', { need: 'collect', ...failing() }, parent)
    for (const end of this.body(collect, parent, depth - 1, 2)) this.wire(end, last)
    return [last]
  }

  #pool(from: readonly string[], parent: string | undefined, depth: number): string[] {
    const list = this.add('list', { of: this.#tape.upTo(3) }, parent)
    for (const end of from) this.wire(end, list)
    const failure = this.#wishes.races
      ? this.#tape.of(['collect', 'failFast', 'threshold'])
      : this.#wishes.absorb
        ? 'collect'
        : 'threshold'
    const enough = this.#wishes.races && this.#tape.maybe(3)
    const more = {
      ...(enough ? { rest: this.#tape.of(['cancel', 'finish', 'drain']) } : {}),
      ...(this.#tape.maybe(4) ? { attempts: 2 } : {}),
      ...(this.#tape.maybe(4) ? { source: 'open', ends: this.#tape.of(['idle', 'closed']) } : {}),
    }
    const settings = { concurrency: 1 + this.#tape.upTo(2), failure, ...(enough ? { enough: 1 } : {}), more }
    const pool = this.add('pool', settings, parent)
    this.wire(list, pool)
    for (const end of this.body(`${pool}.item`, pool, depth - 1, 3)) this.wire(end, `${pool}.result`)
    return [`${pool}.results`]
  }

  #loop(from: readonly string[], parent: string | undefined, depth: number): string[] {
    const loop = this.add('loop', { times: 1 + this.#tape.upTo(3) }, parent)
    for (const end of from) this.wire(end, loop)
    for (const end of this.body(`${loop}.state`, loop, depth - 1, 3)) this.wire(end, `${loop}.result`)
    return [loop, `${loop}.limit`]
  }

  #guard(from: readonly string[], parent: string | undefined, depth: number): string[] {
    const late = this.#wishes.races && this.#tape.maybe(3) ? { timeoutMs: 60 } : {}
    const lock = !this.#locked && this.#tape.maybe(3) ? this.#lock() : {}
    const guard = this.add('guard', { attempts: 1 + this.#tape.upTo(2), ...late, ...lock }, parent)
    for (const end of from) this.wire(end, guard)
    const before = this.#locked
    this.#locked ||= 'mutex' in lock
    for (const end of this.body(`${guard}.in`, guard, depth - 1, 3)) this.wire(end, `${guard}.result`)
    this.#locked = before
    return [guard]
  }

  /** One at a time; where races are wanted sometimes only the first makes something, and the others are given the same. */
  #lock(): Record<string, unknown> {
    return { mutex: 'm', ...(this.#wishes.races && this.#tape.maybe(2) ? { keeps: true } : {}) }
  }

  #backLoop(from: readonly string[], parent: string | undefined, depth: number): string[] {
    const head = this.#tape.maybe(3) ? this.add('join', this.#join(from.length), parent) : this.add('add', {}, parent)
    for (const end of from) this.wire(end, head)
    const ends = this.body(head, parent, depth - 1, 2)
    const gate = this.add('gate', { when: `round >= ${1 + this.#tape.upTo(3)}` }, parent)
    for (const end of ends) this.wire(end, gate)
    this.edges.push(`${gate}.fail>${head}*${1 + this.#tape.upTo(3)}`)
    return this.#tape.maybe(2) ? [`${gate}.pass`, `${gate}.limit`] : [`${gate}.pass`]
  }
}

/** What the `call` of a random flow calls. */
export const randomCallees = {
  f: flowOf({ in: 'input', a: 'ask', b: 'pass', g: ['gate', { when: 'round >= 2' }], j: 'join', out: 'output' }, [
    'in>a',
    'in>b',
    'b>g',
    'g.fail>b',
    'g.pass>j',
    'a>j',
    'j>out',
  ]),
}

/** Random flows of all the constructs that are wished for. */
export function randomFlow(wishes: Wishes, most = 6): fc.Arbitrary<Flow> {
  return fc.array(fc.nat(59), { minLength: 4, maxLength: 60, size: 'max' }).map((numbers) => {
    const tape = new Tape(numbers)
    const settings: FlowFile['settings'] = { concurrency: 1 + tape.upTo(3) }
    if (wishes.races && tape.maybe(12)) settings.budget = { calls: tape.upTo(6) }
    if (wishes.races && tape.maybe(12)) settings.onFailure = 'stop'
    const drawing = new Drawing(tape, wishes)
    const source = drawing.add('input')
    const ends = drawing.body(source, undefined, 3, most)
    ends.slice(0, 3).forEach((end, index) => {
      drawing.wire(end, drawing.add('output', { name: `out${index}` }))
    })
    return flowOf(drawing.nodes, drawing.edges, settings)
  })
}
