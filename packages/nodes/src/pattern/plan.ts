import { isRecord, textOf, type Value } from '@quorum/engine'
import type { PartOutcome } from './json.ts'

/** A task of a plan. Ids are ours, so that none comes twice. */
export type Task = { readonly id: string; readonly title: string; readonly details: string }

export const planSchema = {
  type: 'object',
  properties: {
    tasks: {
      type: 'array',
      // A job of one task needs no team. What comes back is taken as it is, also if there are fewer.
      minItems: 2,
      items: {
        type: 'object',
        properties: {
          task: { type: 'string', description: 'What to do, in one line' },
          details: { type: 'string', description: 'All that whoever does it must know' },
        },
        required: ['task', 'details'],
        additionalProperties: false,
      },
    },
  },
  required: ['tasks'],
  additionalProperties: false,
}

/** The tasks of a plan; null if it has no list of them. */
export function tasksIn(plan: Value | undefined): Task[] | null {
  if (!isRecord(plan) || !Array.isArray(plan.tasks)) return null
  return plan.tasks.map((task: unknown, i): Task => {
    const { task: title = task, details = '' } = isRecord(task) ? task : {}
    return { id: `t${i + 1}`, title: textOf(title).slice(0, 500), details: textOf(details) }
  })
}

export const taskText = ({ title, details }: Task): string => (details.trim() === '' ? title : `${title}\n\n${details}`)

/** Results and failures for whoever writes the result. */
export const reportOf = (tasks: readonly Task[], outcomes: readonly PartOutcome[]): string =>
  tasks.length === 0
    ? 'There were no tasks.'
    : tasks
        .map(({ title }, i) => {
          const { status, value, error } = outcomes[i] ?? { status: 'failed' }
          return status === 'ok'
            ? `Task ${i + 1}: ${title}\n${textOf(value)}`
            : `Task ${i + 1}: ${title}\nFailed: ${error?.message ?? 'It gave no answer.'}`
        })
        .join('\n\n---\n\n')
