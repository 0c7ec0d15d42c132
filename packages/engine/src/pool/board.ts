import type { ItemFacts } from './options.ts'

/** Who waits for whom among the items of a pool, by the ids they give themselves. */
export class Board {
  readonly #byId = new Map<string, number>()
  readonly #idOf = new Map<number, string>()
  /** What an item still waits for. */
  readonly #missing = new Map<number, Set<string>>()
  readonly #dependents = new Map<string, number[]>()
  readonly #ended = new Map<string, boolean>()

  /** Items that wait for others. */
  get held(): number {
    return this.#missing.size
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  /** Is it ready, does it wait for others, or can it never begin because one of them has failed? */
  add(index: number, { id, dependsOn = [] }: ItemFacts): 'ready' | 'waits' | 'blocked' {
    if (id !== undefined) {
      this.#byId.set(id, index)
      this.#idOf.set(index, id)
    }
    const missing = new Set(dependsOn.filter((other) => this.#ended.get(other) !== true))
    if (missing.size === 0) return 'ready'
    this.#missing.set(index, missing)
    for (const other of missing) {
      const known = this.#dependents.get(other)
      if (known) known.push(index)
      else this.#dependents.set(other, [index])
    }
    return [...missing].some((other) => this.#ended.get(other) === false) ? 'blocked' : 'waits'
  }

  /** An item has ended: those that only waited for it are ready; if it came to nothing, they are blocked. */
  settle(index: number, ok: boolean): { readonly ready: readonly number[]; readonly blocked: readonly number[] } {
    const id = this.#idOf.get(index)
    this.#missing.delete(index)
    if (id === undefined) return { ready: [], blocked: [] }
    this.#ended.set(id, ok)
    const dependents = (this.#dependents.get(id) ?? []).filter((one) => this.#missing.has(one))
    if (!ok) return { ready: [], blocked: dependents }
    this.#dependents.delete(id)
    const ready = dependents.filter((one) => {
      const missing = this.#missing.get(one)
      missing?.delete(id)
      return missing?.size === 0
    })
    for (const one of ready) this.#missing.delete(one)
    return { ready, blocked: [] }
  }

  /** Those that still wait for something, and for what. */
  *waiting(): Generator<readonly [index: number, missing: readonly string[]]> {
    for (const [index, missing] of this.#missing) yield [index, [...missing]]
  }

  /** What an item waits for. */
  missing(index: number): readonly string[] {
    return [...(this.#missing.get(index) ?? [])]
  }
}

/** A circle of items that wait for each other, by their ids; null if there is none. */
export function circleIn(facts: readonly ItemFacts[]): readonly string[] | null {
  const byId = new Map(facts.flatMap((one) => (one.id === undefined ? [] : [[one.id, one] as const])))
  const done = new Set<string>()
  for (const start of byId.keys()) {
    const trail: string[] = []
    const onTrail = new Set<string>()
    // Depth first without recursion: a chain of tasks may be long.
    const work: { id: string; leave: boolean }[] = [{ id: start, leave: false }]
    for (let at = work.pop(); at; at = work.pop()) {
      if (at.leave) {
        onTrail.delete(trail.pop() as string)
        done.add(at.id)
        continue
      }
      if (onTrail.has(at.id)) return [...trail.slice(trail.indexOf(at.id)), at.id]
      if (done.has(at.id)) continue
      trail.push(at.id)
      onTrail.add(at.id)
      work.push({ id: at.id, leave: true })
      for (const id of byId.get(at.id)?.dependsOn ?? []) if (byId.has(id)) work.push({ id, leave: false })
    }
  }
  return null
}
