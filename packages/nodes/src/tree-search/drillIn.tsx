import { isRecord } from '@quorum/engine'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { inTreeOrder, rounded, Tree } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** The tree of thoughts with their scores; those that were dropped are faded. */
export function TreeSearchDrillIn({ step: { ports } }: DrillInProps) {
  const thoughts = listIn(ports, 'tree')
  const ordered = inTreeOrder(
    thoughts,
    (one, of) => numberIn(one, 'parent') === (of === null ? -1 : thoughts.indexOf(of)),
  )
  return (
    <Tree
      title="Thoughts"
      branches={ordered.map((one) => ({
        depth: (numberIn(one, 'depth') ?? 1) - 1,
        text: textIn(one, 'text') ?? '',
        note: rounded(numberIn(one, 'score')),
        faded: !(isRecord(one) && one.kept === true),
      }))}
    />
  )
}
