import type { Kit, NodeBehaviour } from '@quorum/engine'
import { definitionOf } from './definitions.ts'
import { runVote } from './vote/run.ts'

/** Kinds that show how they stand before they have fired: the only behaviour a fold of a log needs. */
const previews: ReadonlyMap<string, NodeBehaviour> = new Map(
  Object.entries({ vote: { preview: runVote.preview as NonNullable<NodeBehaviour['preview']> } }),
)

/** Enough of every kind to fold the log of a run, in a browser too; nothing can be run with it. */
export const foldingKit: Kit = {
  definition: definitionOf,
  behaviour: (kind) => (definitionOf(kind) ? (previews.get(kind) ?? {}) : undefined),
}
