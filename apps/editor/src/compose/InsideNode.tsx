import type { NodeProps } from '@xyflow/react'
import { memo, useCallback } from 'react'
import { Port } from '../canvas/Port.tsx'
import type { StepNode } from '../canvas/toReactFlow.ts'
import { useNodeRun, watchText } from '../runs/currentRun.ts'
import { NodeFooter } from '../runs/NodeFooter.tsx'
import { kindIcon } from '../ui/kindIcon.ts'
import { END } from './insideFlow.ts'

/** One step of an inside: the looks of any step, to watch and not to edit. */
export const InsideNode = memo(function InsideNode({ id, data, selected }: NodeProps<StepNode>) {
  const { node, facts, box } = data
  const run = useNodeRun(id)
  const Icon = kindIcon(facts.definition?.icon ?? 'box')
  const isEnd = id.includes(END)
  return (
    <div
      className="step"
      data-status={run?.status ?? 'idle'}
      data-selected={selected || undefined}
      data-category={facts.definition?.category ?? 'io'}
      data-container={facts.container || undefined}
      data-kind={node.kind}
      data-testid={`inside-${id}`}
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
        {box.body ? (
          <>
            <div
              className="step-body"
              style={{ left: box.body.x, top: box.body.y, width: box.body.width, height: box.body.height }}
            />
            <div className="flex-1" />
          </>
        ) : null}
        {facts.rows.map((row) => (
          <div key={row.label} className="step-row">
            <span className="text-muted">{row.label}</span>
            <span className="min-w-0 truncate text-right">{row.value}</span>
          </div>
        ))}
        {facts.definition?.strip ? <Strip id={id} /> : null}
        {box.body ? null : <div className="flex-1" />}
        <footer className="step-footer">{isEnd ? null : <NodeFooter nodeId={id} kind={node.kind} />}</footer>
      </div>
      {box.ports.map((port) => (
        <Port
          key={`${port.flow} ${port.id}`}
          nodeId={id}
          title={facts.title}
          port={port}
          labelled={port.inner || (port.flow === 'out' && facts.ports.outputs.length > 1)}
        />
      ))}
    </div>
  )
})

/** What it writes, as it writes it. */
function Strip({ id }: { id: string }) {
  const stream = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return
      return watchText(id, (text) => {
        element.textContent = text.slice(-240).trimEnd()
      })
    },
    [id],
  )
  return (
    <div className="step-strip flex flex-col justify-end px-3 py-1.5">
      <p ref={stream} className="text-meta leading-4" />
    </div>
  )
}
