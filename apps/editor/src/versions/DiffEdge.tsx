import { BaseEdge, type EdgeProps } from '@xyflow/react'
import { createContext, type ReactNode, useContext } from 'react'
import { backLine, forwardLine } from '../canvas/edgePath.ts'
import type { CanvasEdge } from '../canvas/toReactFlow.ts'
import type { Mark, Union } from './union.ts'

export interface Drawn {
  /** What became of each step and each connection. */
  readonly marked: Pick<Union, 'nodes' | 'edges'>
  readonly words: Readonly<Record<Mark, string>>
  /** What stands at the foot of a step. */
  readonly foot?: ((nodeId: string) => ReactNode) | undefined
}

const none: Drawn = {
  marked: { nodes: new Map(), edges: new Map() },
  words: { added: '', removed: '', changed: '' },
}
export const DrawnContext = createContext<Drawn>(none)
export const useDrawn = (): Drawn => useContext(DrawnContext)

/** A connection of two versions drawn together. */
export function DiffEdge({ id, sourceX, sourceY, targetX, targetY, data }: EdgeProps<CanvasEdge>) {
  const { edges } = useDrawn().marked
  const ends = { sourceX, sourceY, targetX, targetY }
  const { path } = data?.back ? backLine(ends, data.floor) : forwardLine(ends)
  return (
    <g className="wire" data-mark={edges.get(id)}>
      <BaseEdge id={id} path={path} />
    </g>
  )
}
