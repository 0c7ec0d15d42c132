import { completed, failed, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, fromPiece, namedOutcomes, reasonsOf } from '../pattern/json.ts'
import { reportOf, type Task, tasksIn, taskText } from '../pattern/plan.ts'
import type { report, tasks } from './pieces.ts'

export const runTasks: NodeBehaviour<z.infer<typeof tasks.params>> = {
  inTurn({ maxTasks }, { value }) {
    const plan = tasksIn(value)
    if (!plan)
      return failed(
        'no-plan',
        'The supervisor gave no list of tasks. Say in its instructions what a task is, or try another model.',
      )
    if (plan.length > maxTasks)
      return failed(
        'too-many-tasks',
        `The plan has ${plan.length} tasks; at most ${maxTasks} are allowed. Allow more, or ask for fewer.`,
      )
    return completed({ items: plan.map(taskText), tasks: asValue(plan) })
  },
}

const outcomesOf = (ports: Readonly<Record<string, Value>>) => {
  const list = fromPiece<readonly Task[]>(ports.tasks)
  return {
    list,
    outcomes: namedOutcomes(
      ports.outcomes,
      list.map(({ title }) => title),
    ),
  }
}

export const runReport: NodeBehaviour<z.infer<typeof report.params>> = {
  inTurn({ aggregateOnPartial }, { ports }) {
    const { list, outcomes } = outcomesOf(ports)
    const broken = outcomes.filter(({ status }) => status !== 'ok')
    if (broken.length > 0 && (!aggregateOnPartial || broken.length === list.length))
      return failed('tasks-failed', `${broken.length} of ${list.length} tasks failed. ${reasonsOf(broken)}`)
    return completed({ prompt: `Job:\n${textOf(ports.job)}\n\n---\n\n${reportOf(list, outcomes)}` })
  },
}

export const runList: NodeBehaviour = {
  inTurn(_, { ports }) {
    const { list, outcomes } = outcomesOf(ports)
    const record = { tasks: list.length, failed: outcomes.filter(({ status }) => status !== 'ok').length }
    return completed({ tasks: asValue(list), outcomes: asValue(outcomes), record })
  },
}
