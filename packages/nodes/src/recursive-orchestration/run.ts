import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, fromPiece, isBlank } from '../pattern/json.ts'
import type { beginParams, decideParams, splitParams } from './pieces.ts'

export type Task = {
  /** A path, prefix-closed: `0`, `0.2`, `0.2.1`. */
  readonly id: string
  readonly text: string
  /** Parts it would need; null where nobody has said. */
  readonly subtaskCount: number | null
  readonly complexity: string | null
  /** Tasks it may become in all, itself included. */
  readonly budget: number
}
type Tree = {
  readonly id: string
  readonly task: string
  readonly pattern: 'direct' | 'sequential' | 'parallel'
  readonly budget: number
  readonly parts: readonly Tree[]
}
type Done = { readonly result: Value; readonly tree: Tree }

const runBegin: NodeBehaviour<z.infer<typeof beginParams>> = {
  inTurn({ maxNodes }, { ports: { text, given } }) {
    const known = isRecord(given) ? given : {}
    const task: Task = {
      id: '0',
      text: textOf(isRecord(given) && typeof known.text === 'string' ? known.text : (text ?? null)),
      subtaskCount: typeof known.subtaskCount === 'number' ? known.subtaskCount : null,
      complexity: typeof known.complexity === 'string' ? known.complexity : null,
      budget: maxNodes,
    }
    return completed({ task: asValue(task) })
  },
}

/** A lead is worth it for many parts, or for what is complex; where nothing is known the first one always is. */
export function getsLead({ subtaskCount, complexity, budget }: Task, leadAbove: number): boolean {
  // A lead with one sub-task needs two tasks.
  if (budget < 2) return false
  if (subtaskCount === null && complexity === null) return true
  return (subtaskCount ?? 0) > leadAbove || complexity === 'complex' || complexity === 'very complex'
}

const runDecide: NodeBehaviour<z.infer<typeof decideParams>> = {
  inTurn({ leadAbove, deepest }, { value }) {
    const task = fromPiece<Task>(value)
    return completed(!deepest && getsLead(task, leadAbove) ? { plan: task.text, lead: value } : { work: task.text })
  },
}

/** Shares of `budget`, each at least 1, together never more; by weight or all alike. */
export function shares(budget: number, weights: readonly number[], how: 'byWeight' | 'even'): number[] {
  const spare = budget - weights.length
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => {
    const share = how === 'even' || sum === 0 ? 1 / weights.length : weight / sum
    return 1 + Math.floor(Math.max(0, spare) * share)
  })
}

const runSplit: NodeBehaviour<z.infer<typeof splitParams>> = {
  inTurn({ split, childPattern }, { ports }) {
    const task = fromPiece<Task>(ports.task)
    const plan = isRecord(ports.plan) ? ports.plan : {}
    const listed = Array.isArray(plan.tasks) ? plan.tasks : []
    const parts = listed.flatMap((one: unknown) => {
      const part = isRecord(one) ? one : { task: one }
      const text = textOf((part.task ?? '') as Value).trim()
      if (text === '') return []
      const subtaskCount = typeof part.subtaskCount === 'number' ? Math.max(0, part.subtaskCount) : 0
      return [{ text, subtaskCount, complexity: typeof part.complexity === 'string' ? part.complexity : 'simple' }]
    })
    if (parts.length === 0)
      return failed(
        'no-plan',
        `The lead of “${task.text.slice(0, 80)}” gave no sub-tasks. Say in its instructions what one is, or try another model.`,
      )
    // The lead itself counts; sub-tasks for which nothing would be left are not begun.
    const own = task.budget - 1
    if (parts.length > own)
      return failed(
        'too-many-tasks',
        `“${task.text.slice(0, 80)}” was split into ${parts.length} sub-tasks, and ${own} were left. Allow more tasks in all.`,
      )
    const budgets = shares(
      own,
      parts.map(({ subtaskCount }) => subtaskCount + 1),
      split,
    )
    const items = parts.map((part, i): Task => ({ id: `${task.id}.${i + 1}`, budget: budgets[i] ?? 1, ...part }))
    const pattern = childPattern === 'chosen' ? (plan.pattern === 'parallel' ? 'parallel' : 'sequential') : childPattern
    return completed({ [pattern]: asValue(items), task: ports.task ?? null })
  },
}

const runGather: NodeBehaviour = {
  inTurn(_, { ports }) {
    const { text } = fromPiece<Task>(ports.task)
    const pattern = ports.parallel === undefined ? 'sequential' : 'parallel'
    const parts = fromPiece<readonly Done[] | undefined>(ports[pattern])
    if (!parts) return failed('part-failed', `A sub-task of “${text.slice(0, 80)}” failed.`)
    const results = parts.map(({ result, tree }) => `Sub-task: ${tree.task}\n${textOf(result)}`)
    return completed({
      prompt: [`Your task:\n${text}`, ...results].join('\n\n---\n\n'),
      parts: asValue({ pattern, trees: parts.map(({ tree }) => tree) }),
    })
  },
}

const runDone: NodeBehaviour = {
  inTurn(_, { ports: { task, worked, parts, combined } }) {
    const { id, text, budget } = fromPiece<Task>(task)
    const result = worked ?? combined
    if (isBlank(result)) return failed('part-failed', `“${text.slice(0, 80)}” has no result.`)
    const led = parts === undefined ? null : fromPiece<{ pattern: Tree['pattern']; trees: readonly Tree[] }>(parts)
    const tree: Tree = { id, task: text, pattern: led?.pattern ?? 'direct', budget, parts: led?.trees ?? [] }
    return completed({ done: asValue({ result: result ?? null, tree }) })
  },
}

const count = ({ parts }: Tree): number => parts.reduce((sum, part) => sum + count(part), 1)
const depthOf = ({ parts }: Tree): number => Math.max(0, ...parts.map((part) => 1 + depthOf(part)))

const runClose: NodeBehaviour = {
  inTurn(_, { value }) {
    const { result, tree } = fromPiece<Done>(value)
    return completed({ result, tree: asValue(tree), record: { nodes: count(tree), depth: depthOf(tree) } })
  },
}

export const runners = {
  'recursive-orchestration': {},
  'recursive-orchestration-level': {},
  'recursive-orchestration-begin': runBegin,
  'recursive-orchestration-decide': runDecide,
  'recursive-orchestration-split': runSplit,
  'recursive-orchestration-gather': runGather,
  'recursive-orchestration-done': runDone,
  'recursive-orchestration-close': runClose,
}
