import { completed, failed, type NodeBehaviour, textOf } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, emptyAnswer, errorOf, fromPiece, isBlank } from '../pattern/json.ts'
import { reasonsIn, scoreIn } from '../pattern/judging.ts'
import type { close, fold } from './pieces.ts'

type Verdict = {
  readonly round: number
  readonly pass: boolean
  /** Null if the evaluator could not be understood: such a draft never passes. */
  readonly score: number | null
  readonly reasons: readonly string[]
}
type State = {
  readonly task: string
  /** What the writer is asked next. */
  readonly prompt: string
  readonly drafts: readonly string[]
  readonly verdicts: readonly Verdict[]
  readonly done: boolean
  readonly failure?: { readonly code: string; readonly message: string }
}

export const runBegin: NodeBehaviour = {
  inTurn(_, { value }) {
    const task = textOf(value)
    const state: State = { task, prompt: task, drafts: [], verdicts: [], done: false }
    return completed({ state: asValue(state) })
  },
}

export const runFold: NodeBehaviour<z.infer<typeof fold.params>> = {
  inTurn({ minScore, maxIterations }, { ports }) {
    const state = fromPiece<State>(ports.state)
    if (isBlank(ports.draft)) {
      // The drafts so far stay: a writer that fails ends the loop, and the best of them counts.
      const failure = ports.draft === undefined ? errorOf(ports.draftError) : emptyAnswer
      return completed({ state: asValue({ ...state, done: true, failure }) })
    }
    const draft = textOf(ports.draft)
    const score = scoreIn(ports.verdict)
    const problem = ports.verdict === undefined ? errorOf(ports.verdictError).message : 'It gave no score from 0 to 1.'
    const reasons = score === null ? [`Could not be evaluated: ${problem}`] : reasonsIn(ports.verdict)
    const pass = score !== null && score >= minScore
    const verdicts = [...state.verdicts, { round: state.drafts.length + 1, pass, score, reasons }]
    const prompt = score === null ? state.prompt : nextPrompt(state.task, draft, reasons)
    const drafts = [...state.drafts, draft]
    return completed({
      state: asValue({ ...state, prompt, drafts, verdicts, done: pass || drafts.length >= maxIterations }),
    })
  },
}

const nextPrompt = (task: string, draft: string, reasons: readonly string[]) =>
  [
    task,
    `Your last draft:\n${draft}`,
    `Feedback:\n${reasons.map((reason) => `- ${reason}`).join('\n') || '- It is not good enough yet.'}`,
    'Write it anew and mend what the feedback names.',
  ].join('\n\n')

export const runClose: NodeBehaviour<z.infer<typeof close.params>> = {
  inTurn({ keep }, { ports }) {
    const { drafts, verdicts, failure } = fromPiece<State>(ports.state)
    const passed = verdicts.at(-1)?.pass ?? false
    const scores = verdicts.map(({ score }) => score ?? -1)
    const chosen = passed || keep === 'last' ? drafts.length - 1 : scores.indexOf(Math.max(...scores))
    const record = {
      passed,
      rounds: drafts.length,
      score: verdicts[chosen]?.score ?? null,
      scores: verdicts.map(({ score }) => score),
    }
    if (drafts.length === 0)
      return failed(failure?.code ?? 'no-draft', `There is no draft. ${failure?.message ?? 'The writer gave nothing.'}`)
    return completed({ result: drafts[chosen] ?? '', passed, verdicts: asValue(verdicts), record })
  },
}
