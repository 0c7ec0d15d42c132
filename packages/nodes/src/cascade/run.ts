import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, emptyAnswer, errorOf, fromPiece, isBlank } from '../pattern/json.ts'
import { normalized, scoreIn } from '../pattern/judging.ts'
import type { close, weigh } from './pieces.ts'

type Params = z.infer<typeof weigh.params>
type Tried = {
  readonly level: string
  readonly accepted: boolean
  /** How sure it was or how it scored; null where that could not be read. */
  readonly score: number | null
  readonly answer?: Value
  readonly error?: { readonly code: string; readonly message: string }
}
type State = { readonly task: string; readonly tried: readonly Tried[] }

export const runBegin: NodeBehaviour = {
  inTurn(_, { value }) {
    const task = textOf(value)
    return completed({ next: task, state: asValue({ task, tried: [] } satisfies State) })
  },
}

export const runWeigh: NodeBehaviour<Params> = {
  inTurn(params, { ports }) {
    const state = fromPiece<State>(ports.state)
    if (state.tried.at(-1)?.accepted) return completed({ state: asValue(state) })
    const tried = weighed(params, ports)
    const next: State = { ...state, tried: [...state.tried, tried] }
    return completed({ ...(tried.accepted ? {} : { next: state.task }), state: asValue(next) })
  },
}

/** What cannot be read is not accepted: the next level is asked. */
function weighed({ name, accept, minConfidence }: Params, ports: Readonly<Record<string, Value>>): Tried {
  const said = ports.answer
  const answer = accept === 'confidence' && isRecord(said) ? ((said as Record<string, Value>).answer ?? null) : said
  if (answer === undefined || isBlank(answer)) {
    const error = said === undefined ? errorOf(ports.error) : emptyAnswer
    return { level: name, accepted: false, score: null, error }
  }
  if (accept === 'agreement') {
    const agree = !isBlank(ports.second) && normalized(ports.second ?? null) === normalized(answer)
    return { level: name, accepted: agree, score: agree ? 1 : 0, answer }
  }
  const sure = isRecord(said) && typeof said.confidence === 'number' ? said.confidence : null
  const score = accept === 'judge' ? scoreIn(ports.judged) : sure
  return { level: name, accepted: score !== null && score >= minConfidence, score, answer }
}

export const runClose: NodeBehaviour<z.infer<typeof close.params>> = {
  inTurn({ onExhausted }, { ports }) {
    const { tried } = fromPiece<State>(ports.state)
    const answered = tried.filter(({ answer }) => answer !== undefined)
    const last = answered.at(-1)
    const record = { level: last?.level ?? '', accepted: last?.accepted ?? false, tried: asValue(tried) }
    if (!last) {
      const reasons = tried.map(({ level, error }) => `${level}: ${error?.message}`).join(' ')
      return failed('all-failed', `No level answered. ${reasons}`, record)
    }
    if (!last.accepted && onExhausted === 'fail')
      return failed(
        'not-accepted',
        `No answer of ${tried.length} levels was accepted. Add a better level, or ask for less.`,
        record,
      )
    return completed({ answer: last.answer ?? null, level: last.level, accepted: last.accepted, record })
  },
}
