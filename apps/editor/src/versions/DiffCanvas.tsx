import { Background, BackgroundVariant, type NodeProps, ReactFlow, ReactFlowProvider } from '@xyflow/react'
import { memo, type ReactNode, useMemo } from 'react'
import { Port } from '../canvas/Port.tsx'
import { type CanvasEdge, pictureMaker, type StepNode } from '../canvas/toReactFlow.ts'
import { kindIcon } from '../ui/kindIcon.ts'
import { DiffEdge, type Drawn, DrawnContext, useDrawn } from './DiffEdge.tsx'
import type { Union } from './union.ts'

interface Props extends Omit<Drawn, 'marked'> {
  marked: Union
  onChoose?: (nodeId: string) => void
}

const nodeTypes = { step: memo(DiffNode), note: () => null }
const edgeTypes = { wire: DiffEdge }
const nobody = { nodes: new Set<string>(), edges: new Set<string>(), notes: new Set<string>() }
const pan = [0, 1]

/** Two drawings in one picture, as the canvas draws steps, each marked with what became of it. To look at only. */
export function DiffCanvas({ marked, words, foot, onChoose }: Props) {
  const picture = useMemo(() => pictureMaker()(marked.flow, nobody), [marked])
  const drawn = useMemo(() => ({ marked, words, foot }), [marked, words, foot])
  return (
    <ReactFlowProvider>
      <DrawnContext value={drawn}>
        <ReactFlow<StepNode, CanvasEdge>
          nodes={picture.nodes as StepNode[]}
          edges={picture.edges as CanvasEdge[]}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onlyRenderVisibleElements={picture.nodes.length > 60}
          fitView
          fitViewOptions={{ padding: 0.1, maxZoom: 1 }}
          minZoom={0.05}
          panOnScroll
          panOnDrag={pan}
          nodesDraggable={false}
          nodesConnectable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          nodesFocusable={false}
          edgesFocusable={false}
          deleteKeyCode={null}
          {...(onChoose ? { onNodeClick: (_event, { id }) => onChoose(id) } : {})}
        >
          <Background variant={BackgroundVariant.Dots} gap={16} size={1.5} color="var(--grid)" />
        </ReactFlow>
      </DrawnContext>
    </ReactFlowProvider>
  )
}

function DiffNode({ id, data }: NodeProps<StepNode>) {
  const { marked, words, foot } = useDrawn()
  const mark = marked.nodes.get(id)
  const { facts, box, node } = data
  const Icon = kindIcon(facts.definition?.icon ?? 'box')
  const below: ReactNode = foot?.(id)
  return (
    <div
      className="step"
      data-mark={mark}
      data-category={facts.definition?.category ?? 'io'}
      data-kind={node.kind}
      style={{ width: box.width, height: box.height }}
    >
      <div className="step-card">
        <header className="step-header">
          <span className="tile step-tile">
            <Icon aria-hidden size={16} />
          </span>
          <span className="min-w-0 flex-1">
            <span className="step-title">{facts.title}</span>
            <span className="step-subtitle">{facts.subtitle}</span>
          </span>
        </header>
        {facts.rows.map((row) => (
          <div key={row.label} className="step-row">
            <span className="text-muted">{row.label}</span>
            <span className="min-w-0 truncate text-right">{row.value}</span>
          </div>
        ))}
        {below ? <div className="mt-auto">{below}</div> : null}
      </div>
      {mark ? <span className="step-mark">{words[mark]}</span> : null}
      {box.ports.map((port) => (
        <Port key={`${port.flow} ${port.id}`} nodeId={id} title={facts.title} port={port} labelled={false} />
      ))}
    </div>
  )
}
