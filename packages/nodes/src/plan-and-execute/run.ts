import { completed, failed, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, emptyAnswer, errorOf, fromPiece, isBlank } from '../pattern/json.ts'
import { type Task, tasksIn, taskText } from '../pattern/plan.ts'
import type { noteParams, reviseParams } from './pieces.ts'

type Step = { readonly title: string; readonly result?: Value; readonly error?: string }
type State = {
  readonly goal: string
  /** What was carried out, in order; it never changes any more. */
  readonly executed: readonly Step[]
  readonly rest: readonly Task[]
  /** Titles of each version of the plan: what was done by then, and what was still to do. */
  readonly plans: readonly (readonly string[])[]
  readonly failures: number
  readonly done: boolean
  /** Asked for a better plan in this step. */
  readonly replanning: boolean
  /** Why it cannot go on. */
  readonly lost?: string
}

const succeeded = ({ executed }: Pick<State, 'executed'>) => executed.filter(({ error }) => error === undefined)
const planOf = (executed: readonly Step[], rest: readonly Task[]): string[] => [
  ...succeeded({ executed }).map(({ title }) => title),
  ...rest.map(({ title }) => title),
]

const runBegin: NodeBehaviour = {
  inTurn(_, { ports }) {
    const rest = tasksIn(ports.plan)
    if (!rest || rest.length === 0)
      return failed(
        'no-plan',
        'The planner gave no steps. Say in its instructions what a step is, or try another model.',
      )
    const state: State = {
      goal: textOf(ports.goal ?? null),
      executed: [],
      rest,
      plans: [planOf([], rest)],
      failures: 0,
      done: false,
      replanning: false,
    }
    return completed({ state: asValue(state) }, recordOf(state))
  },
}

const doneSoFar = ({ executed }: State): string =>
  executed.length === 0
    ? 'Nothing is done yet.'
    : executed
        .map(({ title, result, error }) => `- ${title}\n  ${error ? `Failed: ${error}` : textOf(result ?? null)}`)
        .join('\n')

const runNext: NodeBehaviour = {
  inTurn(_, { value }) {
    const state = fromPiece<State>(value)
    const step = state.rest[0] as Task
    return completed({
      ask: `Goal:\n${state.goal}\n\nDone so far:\n${doneSoFar(state)}\n\nYour step:\n${taskText(step)}`,
    })
  },
}

const runNote: NodeBehaviour<z.infer<typeof noteParams>> = {
  inTurn({ replan, maxReplans }, { ports }) {
    const state = fromPiece<State>(ports.state)
    const [step, ...rest] = state.rest as [Task, ...Task[]]
    const ok = !isBlank(ports.said)
    const problem = (ports.said === undefined ? errorOf(ports.error) : emptyAnswer).message
    const failures = state.failures + (ok ? 0 : 1)
    const executed = [
      ...state.executed,
      ok ? { title: step.title, result: ports.said ?? null } : { title: step.title, error: problem },
    ]
    if (failures > maxReplans) {
      const lost = `${failures} steps failed, the last one, “${step.title}”, because: ${problem}`
      return completed({ state: asValue({ ...state, lost }) })
    }
    const replanning = !ok || (replan === 'everyStep' && rest.length > 0)
    const next: State = { ...state, executed, rest, failures, replanning, done: !replanning && rest.length === 0 }
    const question = `Goal:\n${state.goal}\n\nDone so far:\n${doneSoFar(next)}\n\nThe plan had left:\n${rest.map(({ title }) => `- ${title}`).join('\n') || 'nothing'}\n\nWhat is still to do?`
    return completed({ ...(replanning ? { question } : {}), state: asValue(next) }, recordOf(next))
  },
}

const runRevise: NodeBehaviour<z.infer<typeof reviseParams>> = {
  inTurn({ maxSteps }, { ports }) {
    const state = fromPiece<State>(ports.state)
    if (state.lost !== undefined) return failed('no-progress', state.lost)
    // A plan that cannot be read changes nothing, unless there is no other way to go on.
    const rest = (state.replanning ? tasksIn(ports.plan) : null) ?? state.rest
    const lost = state.replanning && ports.plan === undefined && state.executed.at(-1)?.error !== undefined
    if (lost) return failed('no-plan', `The plan could not be mended: ${errorOf(ports.error).message}`)
    const plans = state.replanning ? [...state.plans, planOf(state.executed, rest)] : state.plans
    const next: State = { ...state, rest, plans, done: rest.length === 0 || state.executed.length >= maxSteps }
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

const recordOf = ({ executed, rest, plans, failures }: State): Value => ({
  done: succeeded({ executed }).length,
  left: rest.length,
  failures,
  versions: plans.length,
  now: rest[0]?.title.slice(0, 120) ?? '',
  letters: `${executed.map(({ error }) => (error ? 'f' : 'c')).join('')}${'q'.repeat(rest.length)}`.slice(0, 200),
})

const runReport: NodeBehaviour = {
  inTurn(_, { value }) {
    const state = fromPiece<State>(value)
    const left =
      state.rest.length > 0 ? `\n\nNot done any more: ${state.rest.map(({ title }) => title).join('; ')}` : ''
    return completed({
      prompt: `Goal:\n${state.goal}\n\nWhat was done:\n${doneSoFar(state)}${left}`,
      plans: state.plans,
      record: recordOf(state),
    })
  },
}

export const runners = {
  'plan-and-execute': {},
  'plan-and-execute-begin': runBegin,
  'plan-and-execute-next': runNext,
  'plan-and-execute-note': runNote,
  'plan-and-execute-revise': runRevise,
  'plan-and-execute-report': runReport,
}
