import type { StepFailure } from '../failure.ts'

/** Stops an attempt: whoever waits for it is told at once, and its signal goes off if it has asked for one. */
export class Stop {
  #controller: AbortController | null = null
  #reason: StepFailure | null = null
  #reject: ((reason: StepFailure) => void) | null = null

  /** What the work comes to, or why it was stopped: a runner that does not heed its signal must not hold up a time-out. */
  orStopped<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#reason) reject(this.#reason)
      this.#reject = reject
      work.then(resolve, reject)
    })
  }

  stop(reason: StepFailure): void {
    if (this.#reason) return
    this.#reason = reason
    this.#controller?.abort(reason)
    this.#reject?.(reason)
  }

  throwIfStopped(): void {
    if (this.#reason) throw this.#reason
  }

  get reason(): StepFailure | null {
    return this.#reason
  }

  /** Made when first asked for: it costs more than all the rest of a small step. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#reason) this.#controller.abort(this.#reason)
    return this.#controller.signal
  }
}
