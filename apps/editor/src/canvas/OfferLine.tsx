import { ViewportPortal } from '@xyflow/react'
import { useUi } from './uiStore.ts'

/** The dotted line to the port that what is being dragged would be wired with. */
export function OfferLine() {
  const line = useUi(({ offer }) => offer?.line)
  if (!line) return null
  const [from, to] = line
  const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)]
  return (
    <ViewportPortal>
      <svg aria-hidden className="offer" data-testid="offer" style={{ left: x, top: y }}>
        <line x1={from.x - x} y1={from.y - y} x2={to.x - x} y2={to.y - y} />
      </svg>
    </ViewportPortal>
  )
}
