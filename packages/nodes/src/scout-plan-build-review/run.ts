import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, errorOf, fromPiece, namedOutcomes, type PartOutcome, reasonsOf } from '../pattern/json.ts'
import { reportOf, type Task, tasksIn, taskText } from '../pattern/plan.ts'
import type { brief, decide, ended, plan, verdict } from './pieces.ts'

type Finding = { readonly task: number; readonly finding: string }
type State = {
  readonly requirement: string
  readonly tasks: readonly Task[]
  /** One per task, the latest. */
  readonly results: readonly PartOutcome[]
  /** Places of the tasks to build in this round, and what to mend in them. */
  readonly todo: readonly number[]
  readonly findings: readonly Finding[]
  readonly rounds: number
  readonly approved: boolean
  readonly done: boolean
}

export const runBrief: NodeBehaviour<z.infer<typeof brief.params>> = {
  inTurn({ scoutFailures }, { ports }) {
    const outcomes = fromPiece<readonly PartOutcome[]>(ports.outcomes)
    const broken = outcomes.filter(({ status }) => status !== 'ok')
    if (broken.length > scoutFailures || broken.length === outcomes.length)
      return failed(
        'scouts-failed',
        `${broken.length} of ${outcomes.length} scouts failed; ${scoutFailures} may. ${reasonsOf(broken)}`,
      )
    const found = outcomes.map(({ name, status, value, error }) =>
      status === 'ok' ? `${name}:\n${textOf(value)}` : `${name} found nothing: ${error?.message ?? ''}`,
    )
    return completed({ prompt: [`Requirement:\n${textOf(ports.requirement)}`, ...found].join('\n\n---\n\n') })
  },
}

export const runPlan: NodeBehaviour<z.infer<typeof plan.params>> = {
  inTurn({ maxTasks }, { ports }) {
    const tasks = tasksIn(ports.plan) ?? []
    if (tasks.length === 0)
      return failed(
        'no-plan',
        'The plan has no tasks. Say in the planner’s instructions what a task is, or try another model.',
      )
    if (tasks.length > maxTasks)
      return failed(
        'too-many-tasks',
        `The plan has ${tasks.length} tasks; at most ${maxTasks} are allowed. Allow more, or ask for fewer.`,
      )
    const state: State = {
      requirement: textOf(ports.requirement),
      tasks,
      results: [],
      todo: tasks.map((_, i) => i),
      findings: [],
      rounds: 0,
      approved: false,
      done: false,
    }
    return completed({ state: asValue(state) })
  },
}

export const runAssign: NodeBehaviour = {
  inTurn(_, { value }) {
    const { tasks, todo, results, findings } = fromPiece<State>(value)
    const items = todo.map((place) => {
      const mend = findings.filter(({ task }) => task === place + 1).map(({ finding }) => `- ${finding}`)
      const task = tasks[place]
      const parts = [task ? taskText(task) : '']
      if (results.length > 0) parts.push(`What you made last time:\n${textOf(results[place]?.value)}`)
      if (mend.length > 0) parts.push(`Feedback:\n${mend.join('\n')}`)
      return parts.join('\n\n')
    })
    return completed({ items })
  },
}

/** What failed goes to the review as a failure. */
export const runBuilt: NodeBehaviour = {
  inTurn(_, { ports }) {
    const state = fromPiece<State>(ports.state)
    const made = namedOutcomes(
      ports.outcomes,
      state.todo.map((place) => state.tasks[place]?.title ?? ''),
    )
    const results = state.tasks.map((_, place): PartOutcome => {
      const at = state.todo.indexOf(place)
      const found = at === -1 ? state.results[place] : made[at]
      return found ?? { name: state.tasks[place]?.title ?? '', status: 'failed', error: errorOf(undefined) }
    })
    const prompt = `Requirement:\n${state.requirement}\n\n---\n\n${reportOf(state.tasks, results)}`
    return completed({ prompt, state: asValue({ ...state, results }) })
  },
}

/** A review that cannot be read approves nothing. Findings without a task mean all of them. */
export const runVerdict: NodeBehaviour<z.infer<typeof verdict.params>> = {
  inTurn({ rework }, { ports }) {
    const state = fromPiece<State>(ports.state)
    const review: Record<string, Value> = isRecord(ports.review) ? (ports.review as Record<string, Value>) : {}
    const approved = review.approved === true
    const findings = (Array.isArray(review.findings) ? review.findings : []).flatMap((one: unknown): Finding[] =>
      isRecord(one) ? [{ task: Number(one.task), finding: textOf(one.finding) }] : [],
    )
    const named = [...new Set(findings.map(({ task }) => task - 1))].filter((place) => state.tasks[place] !== undefined)
    const todo = named.length > 0 ? named.sort((a, b) => a - b) : state.tasks.map((_, i) => i)
    const rounds = state.rounds + 1
    return completed({
      state: asValue({ ...state, approved, findings, todo, rounds, done: approved || rounds > rework }),
    })
  },
}

export const runDecide: NodeBehaviour<z.infer<typeof decide.params>> = {
  inTurn({ deploy }, { value }) {
    const { approved, requirement, tasks, results } = fromPiece<State>(value)
    if (!approved || !deploy) return completed({ stop: { how: 'stopped' } })
    return completed({ go: `Requirement:\n${requirement}\n\n---\n\n${reportOf(tasks, results)}` })
  },
}

export const runEnded: NodeBehaviour<z.infer<typeof ended.params>> = {
  inTurn: ({ how }, { value }) => completed({ out: { how, value } }),
}

export const runClose: NodeBehaviour = {
  inTurn(_, { ports }) {
    const { tasks, results, approved, findings, rounds } = fromPiece<State>(ports.state)
    const { how, value = null } = fromPiece<{ how: string; value?: Value }>(ports.ending)
    const record = { approved, ending: how, tasks: tasks.length, rounds }
    if (how === 'failed')
      return failed('deploy-failed', `It was approved, and the deployment failed. ${errorOf(value).message}`, record)
    const phases = {
      scout: ports.scouts ?? [],
      plan: asValue(tasks),
      build: asValue(results),
      review: asValue({ approved, findings, rounds }),
      ...(how === 'deployed' ? { deploy: value } : {}),
    }
    return completed({ phases, deployed: how === 'deployed', record })
  },
}
