import { getBezierPath, Position } from '@xyflow/react'

export interface EdgeEnds {
  readonly sourceX: number
  readonly sourceY: number
  readonly targetX: number
  readonly targetY: number
}

export interface EdgeLine {
  readonly path: string
  readonly labelX: number
  readonly labelY: number
}

const OUT = 28
const RADIUS = 12

/** A forward edge: one cubic from output to input. */
export function forwardLine(ends: EdgeEnds): EdgeLine {
  const [path, labelX, labelY] = getBezierPath({
    ...ends,
    sourcePosition: Position.Right,
    targetPosition: Position.Left,
    curvature: 0.28,
  })
  return { path, labelX, labelY }
}

/** A back edge: out to the right, down, along under the steps at `floor`, and up to its target from the left. */
export function backLine({ sourceX, sourceY, targetX, targetY }: EdgeEnds, floor: number): EdgeLine {
  const right = sourceX + OUT
  const left = targetX - OUT
  const y = Math.max(floor, sourceY + 2 * RADIUS, targetY + 2 * RADIUS)
  const r = RADIUS
  const path = [
    `M${sourceX},${sourceY} L${right - r},${sourceY} Q${right},${sourceY} ${right},${sourceY + r}`,
    `L${right},${y - r} Q${right},${y} ${right - r},${y} L${left + r},${y} Q${left},${y} ${left},${y - r}`,
    `L${left},${targetY + r} Q${left},${targetY} ${left + r},${targetY} L${targetX},${targetY}`,
  ].join(' ')
  return { path, labelX: (left + right) / 2, labelY: y }
}
