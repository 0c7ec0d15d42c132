import type { ConnectionLineComponentProps } from '@xyflow/react'
import { useDocument } from '../document/documentStore.ts'
import { canConnect } from './connect.ts'
import { forwardLine } from './edgePath.ts'
import type { CanvasNode } from './toReactFlow.ts'

/** The edge being drawn, and at its end the reason why it may not end there. */
export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  fromHandle,
  toHandle,
  connectionStatus,
}: ConnectionLineComponentProps<CanvasNode>) {
  const reversed = fromHandle.type === 'target'
  const line = reversed
    ? forwardLine({ sourceX: toX, sourceY: toY, targetX: fromX, targetY: fromY })
    : forwardLine({ sourceX: fromX, sourceY: fromY, targetX: toX, targetY: toY })
  const here = { nodeId: fromHandle.nodeId, portId: fromHandle.id ?? '' }
  const there = toHandle && { nodeId: toHandle.nodeId, portId: toHandle.id ?? '' }
  const check = there && canConnect(useDocument.getState().flow, reversed ? there : here, reversed ? here : there)
  const words = check && (check.ok ? check.warning : [check.reason, check.fix].filter(Boolean).join(' '))
  return (
    <g>
      <path d={line.path} className="wire-drawing" data-fit={connectionStatus ?? undefined} />
      {words ? (
        <foreignObject x={toX + 14} y={toY + 10} width={280} height={120} className="overflow-visible">
          <div className="wire-reason" data-ok={check?.ok || undefined}>
            {words}
          </div>
        </foreignObject>
      ) : null}
    </g>
  )
}
