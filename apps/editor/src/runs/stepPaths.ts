import type { NodeView } from '@quorum/engine'

export interface StepPath {
  readonly path: string
  /** "Round 2", "Item 5". */
  readonly label: string
}

const mostItems = 1_000

/** The paths under which a node has worked in this run (API.md rule 6), in order. */
export function stepPaths(
  nodeId: string,
  run: NodeView,
  container: { readonly id: string; readonly run: NodeView | null } | null,
): readonly StepPath[] {
  const rounds = run.round ?? 1
  const own = Array.from({ length: rounds }, (_, index) => ({
    path: index === 0 ? nodeId : `${nodeId}#${index + 1}`,
    label: `Round ${index + 1}`,
  }))
  if (!container) return own
  const items = Math.min(container.run?.progress?.total ?? 0, mostItems)
  return Array.from({ length: items }, (_, index) => ({
    path: `${container.id}[${index}]/${nodeId}`,
    label: `Item ${index + 1}`,
  }))
}
