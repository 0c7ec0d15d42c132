import { BaseEdge, type EdgeProps } from '@xyflow/react'
import { createContext, useContext } from 'react'
import { backLine, forwardLine } from '../canvas/edgePath.ts'
import type { CanvasEdge } from '../canvas/toReactFlow.ts'
import type { Union } from './union.ts'

const none: Pick<Union, 'nodes' | 'edges'> = { nodes: new Map(), edges: new Map() }

/** What became of each step and each connection. */
export const MarkContext = createContext<Pick<Union, 'nodes' | 'edges'>>(none)
export const useMarks = (): Pick<Union, 'nodes' | 'edges'> => useContext(MarkContext)

/** A connection of two versions drawn together. */
export function DiffEdge({ id, sourceX, sourceY, targetX, targetY, data }: EdgeProps<CanvasEdge>) {
  const { edges } = useMarks()
  const ends = { sourceX, sourceY, targetX, targetY }
  const { path } = data?.back ? backLine(ends, data.floor) : forwardLine(ends)
  return (
    <g className="wire" data-mark={edges.get(id)}>
      <BaseEdge id={id} path={path} />
    </g>
  )
}
