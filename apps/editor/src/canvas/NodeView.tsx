import type { NodeProps } from '@xyflow/react'
import { memo, useState } from 'react'
import { isReadOnly, useDocument } from '../document/documentStore.ts'
import type { Geometry } from '../geometry/geometry.ts'
import { useNodeRun } from '../runs/currentRun.ts'
import { nodeStatus, stateWords } from '../runs/nodeWords.ts'
import { lazyPart } from '../ui/lazyPart.tsx'
import { StepInside } from './StepInside.tsx'
import type { StepNode } from './toReactFlow.ts'
import { inspect, useUi } from './uiStore.ts'

const StepToolbar = lazyPart(async () => (await import('./StepToolbar.tsx')).StepToolbar)

export const stepElementId = (nodeId: string): string => `step-${nodeId}`

/** One step on the canvas. Its size comes from `geometry`; nothing a run says may change it. */
export const NodeView = memo(function NodeView({ id, data, selected, dragging }: NodeProps<StepNode>) {
  const { node, facts, box, goesTo } = data
  const { definition, title } = facts
  const run = useNodeRun(id)
  const current = useUi(({ focus }) => focus === id)
  const grabbed = useUi((ui) => ui.grabbed === id)
  const readOnly = useDocument(isReadOnly)
  const far = useUi((ui) => ui.far)
  const [hovered, setHovered] = useState(false)
  const state = stateWords(run)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a step is no fieldset; it is a group of its own parts
    <div
      id={stepElementId(id)}
      role="group"
      aria-roledescription="step"
      aria-label={label(title, definition?.title ?? `unknown kind ${node.kind}`, state, box, goesTo)}
      tabIndex={current ? 0 : -1}
      className="step"
      data-status={nodeStatus(run, false)}
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
      {far ? <div className="step-card" /> : <StepInside nodeId={id} data={data} />}
      {(hovered || current) && !dragging && !far ? (
        <StepToolbar nodeId={id} title={title} tab={current ? 0 : -1} readOnly={readOnly} />
      ) : null}
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
