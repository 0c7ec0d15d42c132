import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import type { WorkItem } from '../pattern/body.ts'
import { asValue, fromPiece, isBlank, namedOutcomes, type PartOutcome } from '../pattern/json.ts'
import type { askParams, growParams, openParams, partialParams, partsParams } from './pieces.ts'
import { grow, isSettled, levels, partsOf, ready, root, type Tree, type TreeNode, withNodes } from './tree.ts'

const treeIn = (value: Value | undefined): Tree => fromPiece<Tree>(value)
const recordOf = (tree: Tree): Value => {
  const settled = tree.nodes.filter(isSettled).length
  const depth = Math.max(...tree.nodes.map((node) => node.depth))
  return { nodes: tree.nodes.length, settled, depth, levels: levels(tree).map((row) => row.slice(0, 64)) }
}

const runBegin: NodeBehaviour = {
  inTurn: (_, { value }) => completed({ state: asValue(root(textOf(value))) }),
}

const isShort = (task: string, atomicChars: number): boolean => [...task].length <= atomicChars

/** Decides what needs no call: short tasks, and those at the deepest level. */
const runOpen: NodeBehaviour<z.infer<typeof openParams>> = {
  inTurn({ atomicChars, asks, maxDepth, maxNodes, onMaxDepth }, { value }) {
    const tree = treeIn(value)
    const full = tree.nodes.length >= maxNodes
    const settled = new Map<string, TreeNode>()
    for (const node of tree.nodes) {
      if (node.kind !== 'open') continue
      const deepest = node.depth >= maxDepth
      if (isShort(node.task, atomicChars) || full || (deepest && onMaxDepth === 'execute'))
        settled.set(node.id, { ...node, kind: 'leaf' })
      else if (deepest && !asks) settled.set(node.id, tooDeep(node))
    }
    const next: Tree = { ...tree, nodes: withNodes(tree, settled) }
    const items = next.nodes.flatMap(({ kind, task, depth }) => (kind === 'open' ? [{ task, depth }] : []))
    return completed({ items, state: asValue(next) })
  },
}

const tooDeep = (node: TreeNode): TreeNode => ({
  ...node,
  kind: 'leaf',
  error: { code: 'max-depth', message: `“${node.task.slice(0, 80)}” is still to be split at the deepest level.` },
})

const runFork: NodeBehaviour = {
  inTurn(_, { ports: { item, verdict } }) {
    const atomic = isRecord(verdict) ? verdict.atomic === true : verdict === true
    return completed(atomic ? { atomic: true } : { split: item ?? null })
  },
}

const runParts: NodeBehaviour<z.infer<typeof partsParams>> = {
  inTurn({ maxBranch }, { ports: { plan, atomic } }) {
    if (atomic !== undefined) return completed({ out: { tasks: [] } })
    const tasks = isRecord(plan) && Array.isArray(plan.tasks) ? plan.tasks.map((task) => textOf(task as Value)) : null
    if (!tasks)
      return failed('no-plan', 'The splitter gave no list of parts. Try another model, or clearer instructions.')
    const named = tasks.filter((task) => !isBlank(task))
    if (named.length > maxBranch)
      return failed('too-many-tasks', `A task was split into ${named.length} parts; ${maxBranch} are allowed.`)
    return completed({ out: { tasks: named } })
  },
}

const runGrow: NodeBehaviour<z.infer<typeof growParams>> = {
  inTurn(limits, { ports }) {
    const tree = treeIn(ports.state)
    const open = tree.nodes.filter(({ kind }) => kind === 'open')
    const outcomes = outcomesOf(ports.outcomes, open)
    const failedDeep = (node: TreeNode, parts: readonly string[]) =>
      node.depth >= limits.maxDepth && parts.length > 0 ? (tooDeep(node).error ?? null) : parts
    const plans = new Map(
      open.map((node, i) => {
        const { status, value, error } = outcomes[i] as PartOutcome
        if (status !== 'ok') return [node.id, error ?? { code: 'no-plan', message: 'It was not split.' }] as const
        return [node.id, failedDeep(node, fromPiece<{ tasks: string[] }>(value).tasks)] as const
      }),
    )
    const next = grow(tree, plans, limits)
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

const outcomesOf = (outcomes: Value | undefined, nodes: readonly TreeNode[]): PartOutcome[] =>
  namedOutcomes(
    outcomes,
    nodes.map(({ id }) => id),
  )

const toDo = (tree: Tree): TreeNode[] => tree.nodes.filter((node) => node.kind === 'leaf' && !isSettled(node))

const runLeaves: NodeBehaviour<z.infer<typeof askParams>> = {
  inTurn({ model, system }, { value }) {
    const tree = treeIn(value)
    const whole = tree.nodes[0]?.task ?? ''
    const prompt = ({ id, task }: TreeNode) => (id === '0' ? task : `${task}\n\nIt is a part of this:\n${whole}`)
    return completed({ items: toDo(tree).map((node): WorkItem => ({ model, system, prompt: prompt(node) })) })
  },
}

/** Notes how `nodes` ended; then tasks with a failed part fail without a call, unless they may go on without it. */
function settleNodes(tree: Tree, nodes: readonly TreeNode[], outcomes: Value | undefined, partial: boolean): Tree {
  const ended = outcomesOf(outcomes, nodes)
  const changed = new Map(
    nodes.map((node, i): [string, TreeNode] => {
      const { status, value, error } = ended[i] as PartOutcome
      const settled =
        status === 'ok' ? { result: value ?? null } : { error: error ?? { code: 'failed', message: 'It failed.' } }
      return [node.id, { ...node, ...settled }]
    }),
  )
  const next: Tree = { ...tree, nodes: withNodes(tree, changed) }
  const lost = ready(next).flatMap((node): [string, TreeNode][] => {
    const parts = partsOf(next, node)
    const broken = parts.find(({ error }) => error)
    if (!broken?.error || (partial && parts.some(({ result }) => result !== undefined))) return []
    const message = `Part ${broken.id} failed: ${broken.error.message}`
    return [[node.id, { ...node, error: { code: 'part-failed', message } }]]
  })
  if (lost.length > 0) return settleNodes({ ...next, nodes: withNodes(next, new Map(lost)) }, [], undefined, partial)
  return { ...next, done: ready(next).length === 0 }
}

const runDone: NodeBehaviour<z.infer<typeof partialParams>> = {
  inTurn({ partial }, { ports }) {
    const tree = treeIn(ports.state)
    const next = settleNodes(tree, toDo(tree), ports.outcomes, partial)
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

const runLevel: NodeBehaviour<z.infer<typeof askParams>> = {
  inTurn({ model, system }, { value }) {
    const tree = treeIn(value)
    const items = ready(tree).map((node): WorkItem => {
      const parts = partsOf(tree, node).map(({ task, result, error }, i) =>
        [`Part ${i + 1}: ${task}`, error ? `Failed: ${error.message}` : textOf(result ?? null)].join('\n'),
      )
      return { model, system, prompt: [`Task:\n${node.task}`, ...parts].join('\n\n---\n\n') }
    })
    return completed({ items })
  },
}

const runLift: NodeBehaviour<z.infer<typeof partialParams>> = {
  inTurn({ partial }, { ports }) {
    const tree = treeIn(ports.state)
    const next = settleNodes(tree, ready(tree), ports.outcomes, partial)
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

const runClose: NodeBehaviour = {
  inTurn(_, { value }) {
    const tree = treeIn(value)
    const record = recordOf(tree)
    const { result, error } = tree.nodes[0] as TreeNode
    if (result === undefined)
      return failed(error?.code ?? 'part-failed', error?.message ?? 'The task has no result.', record)
    return completed({ result, tree: asValue(tree.nodes), record })
  },
}

export const runners = {
  'recursive-delegation': {},
  'recursive-delegation-begin': runBegin,
  'recursive-delegation-open': runOpen,
  'recursive-delegation-fork': runFork,
  'recursive-delegation-parts': runParts,
  'recursive-delegation-grow': runGrow,
  'recursive-delegation-leaves': runLeaves,
  'recursive-delegation-done': runDone,
  'recursive-delegation-level': runLevel,
  'recursive-delegation-lift': runLift,
  'recursive-delegation-close': runClose,
}
