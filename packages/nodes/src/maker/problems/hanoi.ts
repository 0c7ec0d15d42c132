import { StepFailure, type Value } from '@quorum/engine'
import type { Answer, Machine, Problem } from './problem.ts'

/** Pegs from the bottom up, and the move before: [disk, from, to]. */
type Pegs = [number[], number[], number[]]
type Move = readonly [disk: number, from: number, to: number]
interface Hanoi {
  readonly pegs: Pegs
  readonly last: Move | null
}
/** What {@link Problem.start} and the machine give. */
const hanoiOf = (state: Value): Hanoi => state as unknown as Hanoi
const asState = (pegs: Pegs, last: Move | null): Value => ({ pegs, last }) as unknown as Value

const top = (peg: readonly number[]): number => peg.at(-1) ?? Number.POSITIVE_INFINITY
/** The two pegs that are not `peg`, the next one in the circle first. */
const others = (peg: number): [number, number] => [(peg + 1) % 3, (peg + 2) % 3]

/** Where the smallest disk lies that can be moved: disk 1, except in a state that a mistake led to. */
function smallest(pegs: Pegs): number {
  const [a, b, c] = [top(pegs[0]), top(pegs[1]), top(pegs[2])]
  return a < b ? (a < c ? 0 : 2) : b < c ? 1 : 2
}

/** The rule of MAKER.md §8, for any state: disk 1 goes one peg on, every other time; else the only move of another disk. */
function rightMove(pegs: Pegs, last: Move | null): Move {
  const one = smallest(pegs)
  const [a, b] = others(one)
  const [left, right] = [top(pegs[a] ?? []), top(pegs[b] ?? [])]
  if (last === null || last[0] !== 1 || left === right) return [top(pegs[one] ?? []), one, a]
  return left < right ? [left, a, b] : [right, b, a]
}

/** A mistake to be expected here: disk 1 goes where it should not. */
function otherMove(pegs: Pegs, right: Move): Move {
  const one = smallest(pegs)
  const [a, b] = others(one)
  const disk = top(pegs[one] ?? [])
  return right[0] === disk && right[2] === a ? [disk, one, b] : [disk, one, a]
}

class Towers implements Machine {
  readonly wrongs = 2
  readonly #pegs: Pegs
  #last: Move | null

  constructor({ pegs, last }: Hanoi) {
    this.#pegs = pegs.map((peg) => [...peg]) as Pegs
    this.#last = last
  }

  take(answer: number): string {
    const right = rightMove(this.#pegs, this.#last)
    // 1: another move. 2: the right move, but a state in which the disk lies on the third peg.
    const move = answer === 1 ? otherMove(this.#pegs, right) : right
    const [disk, from, to] = move
    const lands = answer === 2 ? 3 - from - to : to
    this.#pegs[from]?.pop()
    this.#pegs[lands]?.push(disk)
    this.#last = move
    return disk.toString(36) + from + to
  }

  state(): Value {
    return asState(this.#pegs.map((peg) => [...peg]) as Pegs, this.#last)
  }
}

const system = `You move the disks of the Towers of Hanoi. Strategy: if the previous move did not move disk 1, move disk 1 one peg on (0 to 1, 1 to 2, 2 to 0). If it did, make the only legal move that does not move disk 1.
Answer with these two lines and nothing after them:
move = [disk, from peg, to peg]
next_state = [[peg 0], [peg 1], [peg 2]], each from the bottom up`

/** Towers of Hanoi, one move a step: 2ⁿ − 1 steps for n disks. */
export const hanoi: Problem = {
  id: 'hanoi',
  title: 'Towers of Hanoi',
  start({ disks = 3 }) {
    const n = Number(disks)
    if (!Number.isInteger(n) || n < 1 || n > 24)
      throw new StepFailure(
        'invalid-input',
        `“disks” must be a whole number from 1 to 24, not ${JSON.stringify(disks)}.`,
      )
    return { state: asState([Array.from({ length: n }, (_, i) => n - i), [], []], null), steps: 2 ** n - 1 }
  },
  prompt(state) {
    const { pegs, last } = hanoiOf(state)
    return { system, user: `Previous move: ${JSON.stringify(last)}\nState: ${JSON.stringify(pegs)}` }
  },
  machine: (state) => new Towers(hanoiOf(state)),
  answer(state, n) {
    const machine = new Towers(hanoiOf(state))
    machine.take(n)
    const after = machine.state()
    return { action: hanoiOf(after).last as unknown as Value, state: after }
  },
  write({ action, state }) {
    return `move = ${JSON.stringify(action)}\nnext_state = ${JSON.stringify(hanoiOf(state).pegs)}`
  },
  read(text) {
    const move = numbers([...text.matchAll(/move\s*=\s*(\[[^\]]*\])/g)].at(-1)?.[1])
    const pegs = lists([...text.matchAll(/next_state\s*=\s*(\[\s*\[[\s\S]*?\]\s*\])/g)].at(-1)?.[1])
    if (move?.length !== 3 || pegs?.length !== 3) return null
    const disks = pegs.flat().sort((a, b) => a - b)
    // Each disk exactly once; whether the move is legal is not looked at, or the figures could not be compared.
    if (disks.length === 0 || disks.some((disk, i) => disk !== i + 1)) return null
    return answerOf(move as unknown as Move, pegs as Pegs)
  },
  width: 3,
  unpack: (code) => [Number.parseInt(code[0] ?? '0', 36), Number(code[1]), Number(code[2])],
  reached(state) {
    const { pegs } = hanoiOf(state)
    const n = pegs.flat().length
    const goal = pegs[n % 2 === 0 ? 2 : 1]
    return goal.length === n && goal.every((disk, i) => disk === n - i)
  },
}

const answerOf = (move: Move, pegs: Pegs): Answer => ({ action: move as unknown as Value, state: asState(pegs, move) })

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text)
  } catch {
    return null
  }
}
const allWhole = (list: unknown): list is number[] => Array.isArray(list) && list.every((one) => Number.isInteger(one))
function numbers(text: string | undefined): number[] | null {
  const list = parsed(text)
  return allWhole(list) ? list : null
}
function lists(text: string | undefined): number[][] | null {
  const list = parsed(text)
  return Array.isArray(list) && list.every(allWhole) ? list : null
}

/** The move of step `n` (from 1) by its binary digits alone: an oracle that shares no code with the rule. */
export function closedForm(n: number): Move {
  const disk = Math.round(Math.log2(n & -n)) + 1
  // Disk 1 goes 0 → 1 → 2 → 0, and every next disk the other way round.
  const step = disk % 2 === 1 ? 1 : 2
  const from = (Math.floor(n / 2 ** disk) * step) % 3
  return [disk, from, (from + step) % 3]
}
