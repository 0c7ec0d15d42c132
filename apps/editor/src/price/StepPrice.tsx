import type { FlowNode } from '@quorum/engine'
import { factsOf } from '../geometry/facts.ts'
import { AssumedFields } from './AssumedFields.tsx'
import { assumedFor } from './assumed.ts'
import { RangeTable } from './RangeTable.tsx'
import { useEstimate } from './useEstimate.ts'

/** What one step takes in a run, and the figures of its own this is built on. */
export function StepPrice({ node }: { node: FlowNode }) {
  const estimate = useEstimate()
  const cost = estimate?.perNode[node.id]
  if (!estimate || !cost) return null
  const { definition } = factsOf(node)
  const figures = assumedFor(node.id, estimate, definition?.expand === undefined)
  if (cost.calls.max === 0 && figures.length === 0) return null
  return (
    <details className="rounded-tile border border-line">
      <summary className="px-3 py-2 font-medium text-row">What it takes</summary>
      <div className="flex flex-col gap-3 px-3 pb-3">
        {cost.calls.max > 0 ? <RangeTable caption="What this step takes in a run" costs={cost} /> : null}
        <AssumedFields assumptions={figures} ofStep />
      </div>
    </details>
  )
}
