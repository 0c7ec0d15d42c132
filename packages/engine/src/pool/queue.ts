/** What waits in order; first and last in O(1). What has gone is not kept alive. */
export class Fifo<T = number> {
  #items: (T | undefined)[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }
  push(item: T): void {
    this.#items.push(item)
  }
  first(): T | undefined {
    return this.#items[this.#head]
  }
  last(): T | undefined {
    return this.size > 0 ? this.#items.at(-1) : undefined
  }
  shift(): T | undefined {
    const first = this.first()
    if (this.size > 0) this.#dropFirst()
    return first
  }
  /** Takes one out, wherever it stands; quick at both ends. */
  delete(item: T): boolean {
    if (this.first() === item) this.#dropFirst()
    else if (this.last() === item) this.#items.pop()
    else {
      const at = this.#items.indexOf(item, this.#head)
      if (at < 0) return false
      this.#items.splice(at, 1)
    }
    return true
  }
  drain(): T[] {
    const all = this.#items.slice(this.#head) as T[]
    this.#items = []
    this.#head = 0
    return all
  }

  #dropFirst(): void {
    this.#items[this.#head++] = undefined
    if (this.size === 0) {
      this.#items.length = 0
      this.#head = 0
    } else if (this.#head > 1_024 && this.#head * 2 > this.#items.length) {
      // What is behind the head is dropped in large pieces, so that each costs O(1).
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
  }
}

/** Numbers by priority, highest first, then in the order they came: one line per priority. */
export class ByPriority {
  readonly #lines = new Map<number, Fifo>()
  /** Priorities with somebody waiting, highest first. */
  #order: number[] = []
  size = 0

  push(item: number, priority = 0): void {
    let line = this.#lines.get(priority)
    if (!line) {
      line = new Fifo()
      this.#lines.set(priority, line)
      this.#order.push(priority)
      this.#order.sort((a, b) => b - a)
    }
    line.push(item)
    this.size++
  }
  first(): number | undefined {
    const [highest] = this.#order
    return highest === undefined ? undefined : this.#lines.get(highest)?.first()
  }
  delete(item: number): boolean {
    for (const priority of this.#order) {
      const line = this.#lines.get(priority)
      if (!line?.delete(item)) continue
      this.size--
      if (line.size === 0) {
        this.#lines.delete(priority)
        this.#order = this.#order.filter((one) => one !== priority)
      }
      return true
    }
    return false
  }
}
