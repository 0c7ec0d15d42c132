/** Numbers that wait in order; first and last in O(1). */
export class Fifo {
  #items: number[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }
  push(item: number): void {
    this.#items.push(item)
  }
  first(): number | undefined {
    return this.#items[this.#head]
  }
  last(): number | undefined {
    return this.size > 0 ? this.#items.at(-1) : undefined
  }
  /** Takes one out, wherever it stands; quick at both ends. */
  delete(item: number): boolean {
    if (this.first() === item) this.#head++
    else if (this.last() === item) this.#items.pop()
    else {
      const at = this.#items.indexOf(item, this.#head)
      if (at < 0) return false
      this.#items.splice(at, 1)
    }
    // What is behind the head is dropped in large pieces, so that each costs O(1).
    if (this.#head > 1_024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return true
  }
  drain(): number[] {
    const all = this.#items.slice(this.#head)
    this.#items = []
    this.#head = 0
    return all
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
