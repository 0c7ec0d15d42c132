/**
 * A Map for what comes and goes all the time. A JavaScript Map that has become full of deleted entries makes a new table and
 * keeps a reference from the old one to it. Old tables die old, so that to the collector of young objects each keeps the
 * next alive with all that was in it: everything that was ever in the Map stayed until the next full collection.
 * A new Map begins without such a past. Whoever walks through one may take out what was just given, and nothing else.
 */
export class Register<K, V> {
  #map = new Map<K, V>()
  #deleted = 0

  get size(): number {
    return this.#map.size
  }
  get(key: K): V | undefined {
    return this.#map.get(key)
  }
  has(key: K): boolean {
    return this.#map.has(key)
  }
  set(key: K, value: V): void {
    this.#map.set(key, value)
  }
  delete(key: K): boolean {
    if (!this.#map.delete(key)) return false
    if (++this.#deleted > this.#map.size + 32) {
      this.#map = new Map(this.#map)
      this.#deleted = 0
    }
    return true
  }
  clear(): void {
    this.#map = new Map()
    this.#deleted = 0
  }
  values(): IterableIterator<V> {
    return this.#map.values()
  }
  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.#map.entries()
  }
}
