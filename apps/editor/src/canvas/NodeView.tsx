import type { NodeProps } from '@xyflow/react'
import { Copy, Ellipsis, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import type { Box, Geometry } from '../geometry/geometry.ts'
import { useNodeRun } from '../runs/currentRun.ts'
import { NodeFooter } from '../runs/NodeFooter.tsx'
import { NodeStrip } from '../runs/NodeStrip.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { kindIcon } from '../ui/kindIcon.ts'
import { Menu } from '../ui/Menu.tsx'
import { statusLook } from '../ui/status.ts'
import { deleteSelection, duplicateSelection } from './edits.ts'
import { NodeTitle } from './NodeTitle.tsx'
import { nodeMenu } from './nodeMenu.ts'
import { Port } from './Port.tsx'
import type { StepNode } from './toReactFlow.ts'
import { inspect, select, useUi } from './uiStore.ts'

export const stepElementId = (nodeId: string): string => `step-${nodeId}`

/** One step on the canvas. Its size comes from `geometry`; nothing a run says may change it. */
export const NodeView = memo(function NodeView({ id, data, selected, dragging }: NodeProps<StepNode>) {
  const { node, facts, box, goesTo } = data
  const { definition, title } = facts
  const run = useNodeRun(id)
  const current = useUi(({ focus }) => focus === id)
  const grabbed = useUi((ui) => ui.grabbed === id)
  const [hovered, setHovered] = useState(false)
  const Icon = kindIcon(definition?.icon ?? 'circle-help')
  const state = run && run.status !== 'idle' ? `, ${statusLook[run.status].word.toLowerCase()}` : ''
  return (
    // biome-ignore lint/a11y/useSemanticElements: a step is no fieldset; it is a group of its own parts
    <div
      id={stepElementId(id)}
      role="group"
      aria-roledescription="step"
      aria-label={label(title, definition?.title ?? `unknown kind ${node.kind}`, state, box, goesTo)}
      tabIndex={current ? 0 : -1}
      className="step"
      data-status={run?.status ?? 'idle'}
      data-selected={selected || undefined}
      data-grabbed={grabbed || undefined}
      data-category={definition?.category ?? 'io'}
      data-unknown={definition ? undefined : true}
      data-container={facts.container || undefined}
      data-kind={node.kind}
      data-testid={`node-${id}`}
      style={{ width: box.width, height: box.height }}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={(event) => {
        if (event.target === event.currentTarget) useUi.setState({ focus: id })
      }}
      onDoubleClick={(event) => {
        event.stopPropagation()
        inspect(id)
      }}
    >
      <div className="step-card">
        <header className="step-header">
          <span className="tile step-tile">
            <Icon aria-hidden size={16} />
          </span>
          <span className="min-w-0 flex-1">
            <NodeTitle nodeId={id} title={title} />
            <span className="step-subtitle">{facts.subtitle}</span>
          </span>
        </header>
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
            <NodeStrip nodeId={id} kind={node.kind} />
          </div>
        ) : null}
        {box.body ? <ContainerBody body={box.body} title={title} empty={data.empty} /> : <div className="flex-1" />}
        <footer className="step-footer">
          <NodeFooter nodeId={id} kind={node.kind} />
        </footer>
      </div>
      {box.ports.map((port) => (
        <Port
          key={`${port.flow} ${port.id}`}
          nodeId={id}
          title={title}
          port={port}
          labelled={port.inner || (port.flow === 'out' && facts.ports.outputs.length > 1)}
        />
      ))}
      {(hovered || current) && !dragging ? <StepToolbar nodeId={id} title={title} tab={current ? 0 : -1} /> : null}
    </div>
  )
})

function label(title: string, kind: string, state: string, { ports }: Geometry, goesTo: string): string {
  const count = (side: 'in' | 'out', noun: string): string => {
    const many = ports.filter(({ flow, inner }) => flow === side && !inner).length
    return `${many} ${noun}${many === 1 ? '' : 's'}`
  }
  const to = goesTo ? `, goes to ${goesTo}` : ''
  return `${title}, ${kind.toLowerCase()}${state}, ${count('in', 'input')}, ${count('out', 'output')}${to}`
}

function ContainerBody({ body, title, empty }: { body: Box; title: string; empty: boolean }) {
  return (
    <div className="step-body" style={{ left: body.x, top: body.y, width: body.width, height: body.height }}>
      {empty ? <p className="step-body-hint">Drop steps here. “{title}” does them once for each item.</p> : null}
    </div>
  )
}

function StepToolbar({ nodeId, title, tab }: { nodeId: string; title: string; tab: 0 | -1 }) {
  const alone = (work: () => void) => () => {
    select({ nodes: [nodeId] })
    work()
  }
  return (
    <div role="toolbar" aria-label={`Actions for ${title}`} className="step-toolbar nodrag nopan">
      <IconButton icon={Copy} label="Duplicate" keys="Mod D" tabIndex={tab} side="top" onClick={alone(duplicateSelection)} />
      <IconButton icon={Trash2} label="Delete" keys="Del" tabIndex={tab} side="top" onClick={alone(() => deleteSelection(true))} />
      <Menu items={nodeMenu(nodeId)} align="start">
        <button
          type="button"
          aria-label="More"
          tabIndex={tab}
          className="inline-flex size-8 items-center justify-center rounded-control hover:bg-surface-2"
        >
          <Ellipsis aria-hidden size={16} />
        </button>
      </Menu>
    </div>
  )
}
