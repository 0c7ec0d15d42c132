import type { Draw } from './practice.ts'

export interface RaceLimits {
  /** Lead needed over every other answer. */
  readonly k: number
  readonly maxVotes: number
  readonly maxFlagged: number
}

/**
 * The vote on one step as numbers alone, one draw after another: what `standingOf` says of them, without making garbage a
 * million times a second. Draws are answers by number, negative ones are flagged. After `run` its fields tell the outcome.
 */
export class StepRace {
  samples = 0
  votes = 0
  winner = 0
  most = 0
  first = -1
  second = -1
  readonly flags: number[] = []
  readonly #draw: (step: number, sample: number) => Draw
  readonly #limits: RaceLimits
  readonly #tally: number[] = [0, 0, 0]

  constructor(draw: (step: number, sample: number) => Draw, limits: RaceLimits) {
    this.#draw = draw
    this.#limits = limits
  }

  /** @returns false if it ends without a winner. */
  run(step: number): boolean {
    const { k } = this.#limits
    this.samples = 0
    this.votes = 0
    this.first = -1
    this.second = -1
    this.flags.length = 0
    this.#tally.fill(0)
    for (;;) {
      const drawn = this.#draw(step, this.samples)
      this.samples++
      if (drawn < 0) {
        this.flags.push(drawn)
        if (this.flags.length >= this.#limits.maxFlagged) return false
        continue
      }
      this.votes++
      if (this.votes === 1) this.first = drawn
      else if (this.votes === 2) this.second = drawn
      const mine = (this.#tally[drawn] ?? 0) + 1
      this.#tally[drawn] = mine
      if (mine >= k && this.#leads(drawn, mine - k)) {
        this.winner = drawn
        this.most = mine
        return true
      }
      if (this.votes >= this.#limits.maxVotes) return false
    }
  }

  #leads(drawn: number, most: number): boolean {
    for (let other = 0; other < this.#tally.length; other++)
      if (other !== drawn && (this.#tally[other] ?? 0) > most) return false
    return true
  }
}
