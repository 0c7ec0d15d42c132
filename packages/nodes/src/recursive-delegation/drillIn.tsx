import { listIn, numberIn, textIn } from '../card/text.tsx'
import { inTreeOrder, Tree } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** The tree of tasks: which were taken apart, which done at once. */
export function RecursiveDelegationDrillIn({ step: { ports } }: DrillInProps) {
  const ordered = inTreeOrder(listIn(ports, 'tree'), (one, of) => {
    const id = textIn(one, 'id') ?? ''
    return of === null ? !id.includes('.') : id.replace(/\.\d+$/, '') === textIn(of, 'id') && id.includes('.')
  })
  return (
    <Tree
      title="Tasks"
      branches={ordered.map((one) => {
        const parts = numberIn(one, 'parts') ?? 0
        return {
          depth: numberIn(one, 'depth') ?? 0,
          text: textIn(one, 'task') ?? '',
          note: parts > 0 ? `${parts} parts` : 'done at once',
        }
      })}
    />
  )
}
