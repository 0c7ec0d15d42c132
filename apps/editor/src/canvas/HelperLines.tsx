import { ViewportPortal } from '@xyflow/react'
import type { Guide } from './snap.ts'

const LONG = 100_000

/** The lines a dragged step has been laid on. */
export function HelperLines({ guides, origin }: { guides: readonly Guide[]; origin: { x: number; y: number } }) {
  return (
    <ViewportPortal>
      {guides.map(({ axis, at }) => (
        <div
          key={axis}
          aria-hidden
          data-testid="helper-line"
          className="pointer-events-none absolute bg-accent"
          style={
            axis === 'x'
              ? { left: at + origin.x, top: -LONG, width: 1, height: 2 * LONG }
              : { top: at + origin.y, left: -LONG, height: 1, width: 2 * LONG }
          }
        />
      ))}
    </ViewportPortal>
  )
}
