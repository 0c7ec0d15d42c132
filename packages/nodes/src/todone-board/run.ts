import type { ItemOutcome, NodeBehaviour, Value } from '@quorum/engine'
import type { z } from 'zod'
import { taskFacts } from '../pool/settings.ts'
import { endOfTasks } from '../pool/tasks.ts'
import type { todoneBoard } from './definition.ts'

export const runTodoneBoard: NodeBehaviour<z.infer<typeof todoneBoard.params>> = {
  gather: ({ onExhausted }, outcomes, pool) =>
    endOfTasks(
      outcomes,
      pool,
      () => ({ board: boardOf(outcomes, pool.items) }),
      onExhausted === 'fail' ? 'failFast' : 'collect',
    ),
}

const columns = { ok: 'done', failed: 'failed', skipped: 'blocked', cancelled: 'todo', running: 'todo' } as const

/** Names of the tasks by the column they ended in; a task without an id goes by its number. */
function boardOf(outcomes: readonly ItemOutcome[], items: readonly Value[]): Value {
  const board: Record<(typeof columns)[keyof typeof columns], string[]> = {
    done: [],
    failed: [],
    blocked: [],
    todo: [],
  }
  for (const { index, status } of outcomes)
    board[columns[status]].push(taskFacts(items[index] ?? null).id ?? String(index + 1))
  return board
}
