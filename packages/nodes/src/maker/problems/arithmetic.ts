import { isRecord, StepFailure, textOf, type Value } from '@quorum/engine'
import type { Answer, Machine, Problem } from './problem.ts'

/** A written sum from the right: what is left of each number, what to carry, and the digits of the result so far. */
interface Column {
  readonly a: string
  readonly b: string
  readonly carry: number
  readonly result: string
}
const columnOf = (state: Value): Column => state as unknown as Column

interface Written {
  readonly id: string
  readonly title: string
  readonly system: string
  start(a: string, b: string): { readonly state: Column; readonly steps: number }
  /** The digit to write and the carry, at this column. */
  right(column: Column): { readonly digit: number; readonly carry: number }
  on(column: Column, digit: number, carry: number): Column
  result(a: string, b: string): string
}

const format = `Answer with this one line and nothing after it:
{"digit": <digit to write>, "carry": <what to carry>}`

const digits = (value: Value | undefined, name: string, most: number): string => {
  const text = textOf(value ?? '').trim()
  if (!/^\d+$/.test(text) || text.length > most)
    throw new StepFailure(
      'invalid-input',
      `“${name}” must be a whole number of at most ${most} digits, not “${text.slice(0, 40)}”.`,
    )
  return text.replace(/^0+(?=\d)/, '')
}

/** Digit by digit, as on paper: one digit and one carry a step. */
function written(kind: Written): Problem {
  const answer = (column: Column, n: number): Answer => {
    const right = kind.right(column)
    const digit = n === 1 ? (right.digit + 1) % 10 : right.digit
    const carry = n === 2 ? (right.carry === 0 ? 1 : right.carry - 1) : right.carry
    return { action: { digit, carry }, state: kind.on(column, digit, carry) as unknown as Value }
  }
  class Paper implements Machine {
    readonly wrongs = 2
    #column: Column
    constructor(column: Column) {
      this.#column = column
    }
    take(n: number): string {
      const { action, state } = answer(this.#column, n)
      this.#column = columnOf(state)
      const { digit, carry } = action as { digit: number; carry: number }
      return `${digit}${carry}`
    }
    state(): Value {
      return this.#column as unknown as Value
    }
  }
  return {
    id: kind.id,
    title: kind.title,
    start(input) {
      const most = 2_000
      const [a, b] = [
        digits(input.a ?? 58, 'a', most),
        digits(input.b ?? 7, 'b', kind.id === 'multiplication' ? 1 : most),
      ]
      const { state, steps } = kind.start(a, b)
      return { state: { ...state, of: [a, b] } as unknown as Value, steps }
    },
    prompt(state) {
      const { a, b, carry } = columnOf(state)
      const last = (text: string) => text.at(-1) ?? '0'
      return {
        system: `${kind.system}\n${format}`,
        user: `Digit of the first number: ${last(a)}\nDigit of the second number: ${last(b)}\nCarry: ${carry}`,
      }
    },
    machine: (state) => new Paper(columnOf(state)),
    answer: (state, n) => answer(columnOf(state), n),
    write: ({ action }) => JSON.stringify(action),
    read(text, state) {
      const action = readColumn(text)
      return action && { action, state: kind.on(columnOf(state), action.digit, action.carry) as unknown as Value }
    },
    width: 2,
    unpack: (code) => ({ digit: Number(code[0]), carry: Number(code[1]) }),
    reached(state) {
      const { result, of } = state as unknown as Column & { of: readonly [string, string] }
      return result.replace(/^0+(?=\d)/, '') === kind.result(...of)
    },
  }
}

/** Digit and carry of an answer, if that is all there is in its last braces. */
function readColumn(text: string): { digit: number; carry: number } | null {
  const found = [...text.matchAll(/\{[^{}]*\}/g)].at(-1)?.[0]
  try {
    const value: unknown = JSON.parse(found ?? '')
    if (!isRecord(value)) return null
    const { digit, carry } = value
    const good = (n: unknown): n is number => Number.isInteger(n) && Number(n) >= 0 && Number(n) <= 9
    return good(digit) && good(carry) && Object.keys(value).length === 2 ? { digit, carry } : null
  } catch {
    return null
  }
}

const rest = (text: string): string => text.slice(0, -1)
const lastDigit = (text: string): number => Number(text.at(-1) ?? 0)

export const addition = written({
  id: 'addition',
  title: 'Long addition',
  system:
    'You add two long numbers on paper, from the right, one column at a time. Add the two digits and the carry; write the last digit of the sum and carry the rest.',
  start: (a, b) => ({ state: { a, b, carry: 0, result: '' }, steps: Math.max(a.length, b.length) + 1 }),
  right({ a, b, carry }) {
    const sum = lastDigit(a) + lastDigit(b) + carry
    return { digit: sum % 10, carry: Math.floor(sum / 10) }
  },
  on: (column, digit, carry) => ({
    ...column,
    a: rest(column.a),
    b: rest(column.b),
    carry,
    result: digit + column.result,
  }),
  result: (a, b) => String(BigInt(a) + BigInt(b)),
})

export const multiplication = written({
  id: 'multiplication',
  title: 'Long multiplication',
  system:
    'You multiply a long number by one digit on paper, from the right, one column at a time. Multiply the two digits and add the carry; write the last digit of it and carry the rest.',
  start: (a, b) => ({ state: { a, b, carry: 0, result: '' }, steps: a.length + 1 }),
  right({ a, b, carry }) {
    const product = lastDigit(a) * lastDigit(b) + carry
    return { digit: product % 10, carry: Math.floor(product / 10) }
  },
  on: (column, digit, carry) => ({ ...column, a: rest(column.a), carry, result: digit + column.result }),
  result: (a, b) => String(BigInt(a) * BigInt(b)),
})
