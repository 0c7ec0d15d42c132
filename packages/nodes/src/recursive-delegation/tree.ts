import type { Value } from '@quorum/engine'

type Failure = { readonly code: string; readonly message: string }

/** A task of the tree. Ids are paths, prefix-closed: `0`, `0.2`, `0.2.1`. */
export type TreeNode = {
  readonly id: string
  readonly depth: number
  readonly task: string
  /** `open` may still be split; `leaf` is done as it is; `inner` waits for its parts. */
  readonly kind: 'open' | 'leaf' | 'inner'
  readonly parts: number
  readonly result?: Value
  readonly error?: Failure
}

export type Tree = { readonly nodes: readonly TreeNode[]; readonly done: boolean }

export const root = (task: string): Tree => ({
  nodes: [{ id: '0', depth: 0, task, kind: 'open', parts: 0 }],
  done: false,
})

/** What has an end: a result, or an error. */
export const isSettled = ({ result, error }: TreeNode): boolean => result !== undefined || error !== undefined

export const partsOf = (tree: Tree, { id, depth }: TreeNode): TreeNode[] =>
  tree.nodes.filter((node) => node.depth === depth + 1 && node.id.startsWith(`${id}.`))

/** The tree with some of its nodes replaced. */
export const withNodes = (tree: Tree, changed: ReadonlyMap<string, TreeNode>): TreeNode[] =>
  tree.nodes.map((node) => changed.get(node.id) ?? node)

/** Case, blanks and punctuation make no other task. */
const normal = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim()

interface Limits {
  readonly maxDepth: number
  readonly maxNodes: number
}

/**
 * Splits the open nodes, in order: `plans` gives the parts of each, null where it is done as it is. A part that equals
 * the task it came from would be split for ever, so such a task counts as atomic; so does one whose parts would be more
 * tasks than are allowed.
 */
export function grow(
  tree: Tree,
  plans: ReadonlyMap<string, readonly string[] | null | Failure>,
  { maxNodes }: Limits,
): Tree {
  const changed = new Map<string, TreeNode>()
  const added: TreeNode[] = []
  for (const node of tree.nodes) {
    if (node.kind !== 'open') continue
    const plan = plans.get(node.id) ?? null
    if (plan !== null && 'code' in plan) {
      changed.set(node.id, { ...node, kind: 'leaf', error: plan })
      continue
    }
    const same = plan?.some((part) => normal(part) === normal(node.task)) ?? false
    const tooMany = tree.nodes.length + added.length + (plan?.length ?? 0) > maxNodes
    if (plan === null || plan.length === 0 || same || tooMany) {
      changed.set(node.id, { ...node, kind: 'leaf' })
      continue
    }
    changed.set(node.id, { ...node, kind: 'inner', parts: plan.length })
    added.push(
      ...plan.map(
        (task, i): TreeNode => ({ id: `${node.id}.${i + 1}`, depth: node.depth + 1, task, kind: 'open', parts: 0 }),
      ),
    )
  }
  return { nodes: [...withNodes(tree, changed), ...added], done: added.length === 0 }
}

/** Inner nodes whose parts have all settled and which have not: the next to combine, all of one level. */
export function ready(tree: Tree): TreeNode[] {
  const waiting = tree.nodes.filter((node) => node.kind === 'inner' && !isSettled(node))
  const deepest = Math.max(...waiting.map(({ depth }) => depth), -1)
  return waiting.filter(({ depth }) => depth === deepest)
}

/** A letter per node and level, as the strip draws them. */
export const levels = ({ nodes }: Tree): string[] => {
  const rows: string[] = []
  for (const { depth, kind, ...node } of nodes)
    rows[depth] =
      (rows[depth] ?? '') + (node.error ? 'f' : node.result !== undefined ? 'c' : kind === 'inner' ? 'r' : 'q')
  return rows
}
