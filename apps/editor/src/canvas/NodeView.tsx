import type { NodeProps } from '@xyflow/react'
import { CirclePlay, Copy, Ellipsis, FastForward, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import { useDocument } from '../document/documentStore.ts'
import type { Geometry } from '../geometry/geometry.ts'
import { useNodeRun, useRunHead } from '../runs/currentRun.ts'
import { canRunFrom, runFrom } from '../runs/launch.ts'
import { stateWords } from '../runs/nodeWords.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu } from '../ui/Menu.tsx'
import { deleteSelection, duplicateSelection } from './edits.ts'
import { nodeMenu } from './nodeMenu.ts'
import { StepInside } from './StepInside.tsx'
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
  const readOnly = useDocument((state) => state.readOnly)
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
      {far ? <div className="step-card" /> : <StepInside nodeId={id} data={data} />}
      {(hovered || current) && !dragging && !far && !readOnly ? (
        <StepToolbar nodeId={id} title={title} tab={current ? 0 : -1} />
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

function StepToolbar({ nodeId, title, tab }: { nodeId: string; title: string; tab: 0 | -1 }) {
  const alone = (work: () => void) => () => {
    select({ nodes: [nodeId] })
    work()
  }
  return (
    <div role="toolbar" aria-label={`Actions for ${title}`} className="step-toolbar nodrag nopan">
      <RunAgain nodeId={nodeId} tab={tab} />
      <IconButton
        icon={Copy}
        label="Duplicate"
        keys="Mod D"
        tabIndex={tab}
        side="top"
        onClick={alone(duplicateSelection)}
      />
      <IconButton
        icon={Trash2}
        label="Delete"
        keys="Del"
        tabIndex={tab}
        side="top"
        onClick={alone(() => deleteSelection(true))}
      />
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

/** Only after a run, whose results it goes on from. */
function RunAgain({ nodeId, tab }: { nodeId: string; tab: 0 | -1 }) {
  useRunHead()
  if (!canRunFrom(nodeId)) return null
  return (
    <>
      <IconButton
        icon={CirclePlay}
        label="Run only this"
        keys="Alt Enter"
        tabIndex={tab}
        side="top"
        onClick={() => void runFrom(nodeId, true)}
      />
      <IconButton
        icon={FastForward}
        label="Run from here"
        keys="Mod Shift Enter"
        tabIndex={tab}
        side="top"
        onClick={() => void runFrom(nodeId)}
      />
    </>
  )
}
