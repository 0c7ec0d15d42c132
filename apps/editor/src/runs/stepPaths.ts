import type { NodeView } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'

export interface StepPath {
  readonly path: string
  /** "Round 2", "Item 5", "Item 5 · Round 2"; empty if the node works once. */
  readonly label: string
}
interface Level {
  readonly id: string
  readonly kind: string
  readonly run: NodeView | null
}

const most = 1_000

/** The paths under which a node has worked in this run (API.md rule 6), in order. `chain`: its containers from the outermost on, then the node. */
export function stepPaths(chain: readonly Level[]): readonly StepPath[] {
  return chain.reduce<readonly StepPath[]>(
    (outer, level, depth) => {
      const names = namesOf(level, depth === chain.length - 1)
      return outer
        .flatMap(({ path, label }) =>
          names.map((name) => ({
            path: path === '' ? name.path : `${path}/${name.path}`,
            label: [label, name.label].filter(Boolean).join(' · '),
          })),
        )
        .slice(0, most)
    },
    [{ path: '', label: '' }],
  )
}

/** The node itself works once per round of its loop; a container opens its body once per item or round. */
function namesOf({ id, kind, run }: Level, last: boolean): readonly StepPath[] {
  const times = (n: number, path: (index: number) => string, word: string): readonly StepPath[] =>
    Array.from({ length: Math.min(n, most) }, (_, index) => ({ path: path(index), label: `${word} ${index + 1}` }))
  if (!last && run?.progress) return times(run.progress.total, (index) => `${id}[${index}]`, 'Item')
  // A loop counts its body's rounds: it has worked once itself.
  if (typeof run?.round === 'number' && !(last && definitionOf(kind)?.loop))
    return times(run.round, (index) => `${id}#${index + 1}`, 'Round')
  return [{ path: id, label: '' }]
}
