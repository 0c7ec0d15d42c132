/** A seeded source of randomness: the same seed gives the same sequence everywhere. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number in [min, max]. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
  pick<T>(items: readonly T[]): T | undefined
  shuffle<T>(items: readonly T[]): T[]
}

/** FNV-1a with a final mix; parts are kept apart so that ('ab','c') differs from ('a','bc'). */
export function hash(...parts: readonly (string | number)[]): number {
  let state = 0x811c9dc5
  for (const char of parts.join('\u0000')) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193)
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}

/** Mulberry32 (Tommy Ettinger, public domain). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  function pick<T>(items: readonly [T, ...T[]]): T
  function pick<T>(items: readonly T[]): T | undefined
  function pick<T>(items: readonly T[]): T | undefined {
    return items[int(0, items.length - 1)]
  }
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    shuffle(items) {
      const shuffled = [...items]
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = int(0, last)
        ;[shuffled[last], shuffled[other]] = [
          shuffled[other] as (typeof shuffled)[0],
          shuffled[last] as (typeof shuffled)[0],
        ]
      }
      return shuffled
    },
  }
}
