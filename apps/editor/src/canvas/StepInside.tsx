import { memo } from 'react'
import type { Box } from '../geometry/geometry.ts'
import { NodeFooter } from '../runs/NodeFooter.tsx'
import { kindIcon } from '../ui/kindIcon.ts'
import { lazyPart } from '../ui/lazyPart.tsx'
import { NodeTitle } from './NodeTitle.tsx'
import { Port } from './Port.tsx'
import type { StepNode } from './toReactFlow.ts'

// The strips of all kinds together weigh more than the canvas around them; their place is there from the start.
const NodeStrip = lazyPart(async () => (await import('../runs/NodeStrip.tsx')).NodeStrip)

/** What a step shows from near: head, settings, run strip, status, ports. News of the run redraw the last two only. */
export const StepInside = memo(function StepInside({ nodeId, data }: { nodeId: string; data: StepNode['data'] }) {
  const { node, facts, box } = data
  const { definition, title } = facts
  const Icon = kindIcon(definition?.icon ?? 'circle-help')
  return (
    <>
      <div className="step-card">
        <header className="step-header">
          <span className="tile step-tile">
            <Icon aria-hidden size={16} />
          </span>
          <span className="min-w-0 flex-1">
            <NodeTitle nodeId={nodeId} title={title} />
            <span className="step-subtitle">{facts.subtitle}</span>
          </span>
        </header>
        {box.body ? (
          <ContainerBody
            body={box.body}
            title={title}
            again={facts.definition?.loop !== undefined}
            empty={data.empty}
          />
        ) : null}
        {box.body ? <div className="flex-1" /> : null}
        {facts.rows.map((row) => (
          <div key={row.label} className="step-row">
            <span className="text-muted">{row.label}</span>
            <span className="min-w-0 truncate text-right" title={row.value}>
              {row.value}
            </span>
          </div>
        ))}
        {definition?.strip ? (
          <div className="step-strip">
            <NodeStrip nodeId={nodeId} kind={node.kind} />
          </div>
        ) : null}
        {box.body ? null : <div className="flex-1" />}
        <footer className="step-footer">
          <NodeFooter nodeId={nodeId} kind={node.kind} />
        </footer>
      </div>
      {box.ports.map((port) => (
        <Port
          key={`${port.flow} ${port.id}`}
          nodeId={nodeId}
          title={title}
          port={port}
          labelled={port.inner || (port.flow === 'out' && facts.ports.outputs.length > 1)}
        />
      ))}
    </>
  )
})

interface BodyProps {
  body: Box
  title: string
  /** Its steps are done in rounds, rather than once for each item. */
  again: boolean
  empty: boolean
}

function ContainerBody({ body, title, again, empty }: BodyProps) {
  return (
    <div className="step-body" style={{ left: body.x, top: body.y, width: body.width, height: body.height }}>
      {empty ? (
        <p className="step-body-hint">
          Drop steps here. “{title}” does them {again ? 'round after round' : 'once for each item'}.
        </p>
      ) : null}
    </div>
  )
}
