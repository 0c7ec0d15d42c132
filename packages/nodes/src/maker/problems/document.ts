import { isRecord, StepFailure, textOf, type Value } from '@quorum/engine'
import type { Answer, Machine, Problem } from './problem.ts'

/** How far a document has been checked: the number of clauses done, and those with something open. */
interface Checked {
  readonly done: number
  readonly open: readonly number[]
  readonly of: { readonly clauses: readonly string[]; readonly signs: readonly string[] }
}
const checkedIn = (state: Value): Checked => state as unknown as Checked
const asState = (checked: Checked): Value => checked as unknown as Value

const mostClauses = 5_000
const usualSigns = 'to be agreed, to be confirmed, tbd, […], [...], ___, as appropriate'

const system = `You check one clause of a document. It is open if it contains one of the marks below, in capitals or not: then something in it still has to be settled. Else it is settled. You look at nothing but these marks.
Answer with this one line and nothing after it:
{"verdict": "open"} or {"verdict": "settled"}`

const isOpen = ({ done, of: { clauses, signs } }: Checked): boolean => {
  const clause = (clauses[done] ?? '').toLowerCase()
  return signs.some((sign) => clause.includes(sign))
}
const verdictOf = (open: boolean) => (open ? 'open' : 'settled')

function answer(checked: Checked, open: boolean): Answer {
  const clause = checked.done + 1
  return {
    action: verdictOf(open),
    state: asState({ ...checked, done: clause, open: open ? [...checked.open, clause] : checked.open }),
  }
}

class Reader implements Machine {
  readonly wrongs = 1
  #checked: Checked
  constructor(checked: Checked) {
    this.#checked = checked
  }
  take(n: number): string {
    const open = isOpen(this.#checked) === (n === 0)
    this.#checked = checkedIn(answer(this.#checked, open).state)
    return open ? 'o' : 's'
  }
  state(): Value {
    return asState(this.#checked)
  }
}

const lines = (value: Value | undefined, otherwise: string, between: RegExp): string[] => {
  const list = Array.isArray(value) ? value.map(textOf) : textOf(value ?? otherwise).split(between)
  return list.map((one) => one.trim()).filter((one) => one !== '')
}

/** Reads a document clause by clause and says which ones leave something open: one clause a step, and nothing else is seen. */
export const documentCheck: Problem = {
  id: 'document',
  title: 'Check a document',
  start({ document, signs }) {
    const clauses = lines(document, 'Both sides keep this secret.\nThe fee is to be agreed.', /\n+/)
    if (clauses.length > mostClauses)
      throw new StepFailure(
        'invalid-input',
        `The document has ${clauses.length} lines; ${mostClauses} are the most. Check it in parts.`,
      )
    const marks = lines(signs, usualSigns, /,/).map((one) => one.toLowerCase())
    if (marks.length === 0) throw new StepFailure('invalid-input', '“signs” must name at least one mark to look for.')
    return { state: asState({ done: 0, open: [], of: { clauses, signs: marks } }), steps: clauses.length }
  },
  prompt(state) {
    const { done, of } = checkedIn(state)
    return {
      system: `${system}\nMarks: ${of.signs.join(' · ')}`,
      user: `Clause ${done + 1}: ${of.clauses[done] ?? ''}`,
    }
  },
  machine: (state) => new Reader(checkedIn(state)),
  answer: (state, n) => answer(checkedIn(state), isOpen(checkedIn(state)) === (n === 0)),
  write: ({ action }) => JSON.stringify({ verdict: action }),
  read(text, state) {
    const verdict = readVerdict(text)
    return verdict === null ? null : answer(checkedIn(state), verdict === 'open')
  },
  width: 1,
  unpack: (code) => verdictOf(code === 'o'),
  reached(state) {
    const { done, of } = checkedIn(state)
    return done === of.clauses.length
  },
}

/** The verdict of an answer, if that is all there is in its last braces. */
function readVerdict(text: string): 'open' | 'settled' | null {
  const found = [...text.matchAll(/\{[^{}]*\}/g)].at(-1)?.[0]
  try {
    const value: unknown = JSON.parse(found ?? '')
    if (!isRecord(value) || Object.keys(value).length !== 1) return null
    return value.verdict === 'open' || value.verdict === 'settled' ? value.verdict : null
  } catch {
    return null
  }
}
