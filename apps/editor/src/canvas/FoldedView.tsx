import { Handle, type NodeProps } from '@xyflow/react'
import { ChevronsUpDown, Group as GroupIcon } from 'lucide-react'
import { memo } from 'react'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { useGroupRun } from '../runs/groupRun.ts'
import { Pill } from '../ui/Pill.tsx'
import { statusLook } from '../ui/status.ts'
import { GroupTitle } from './GroupTitle.tsx'
import { byId } from './graph.ts'
import { setFolded } from './groupEdits.ts'
import { groupRef } from './groups.ts'
import { stepElementId } from './NodeView.tsx'
import { type FrameNode, handleSide } from './toReactFlow.ts'
import { inspectGroup, useUi } from './uiStore.ts'

/** A group folded into one box. Its edges end at it; it shows the worst state of what is in it and how much is done. */
export const FoldedView = memo(function FoldedView({ id, data: { frame }, selected }: NodeProps<FrameNode>) {
  const { group, members, ports, width, height } = frame
  const title = group.title || 'Group'
  const current = useUi(({ focus }) => focus === id)
  const grabbed = useUi((ui) => ui.grabbed === id)
  const run = useGroupRun(members)
  const steps = members.length === 1 ? '1 step' : `${members.length} steps`
  const done = run.status === 'idle' ? steps : `${run.done} of ${steps}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: as a step, it is no fieldset
    <div
      id={stepElementId(id)}
      role="group"
      aria-roledescription="folded group"
      aria-label={`${title}, group of ${steps}, folded, ${statusLook[run.status].word.toLowerCase()}, ${done}`}
      tabIndex={current ? 0 : -1}
      className="step folded"
      data-status={run.status}
      data-tint={group.tint ?? 'grey'}
      data-selected={selected || undefined}
      data-grabbed={grabbed || undefined}
      data-testid={`group-${group.id}`}
      style={{ width, height }}
      onFocus={(event) => {
        if (event.target === event.currentTarget) useUi.setState({ focus: id })
      }}
      onDoubleClick={(event) => {
        event.stopPropagation()
        inspectGroup(group.id)
      }}
    >
      <div className="step-card">
        <header className="step-header">
          <span className="step-tile tint">
            <GroupIcon aria-hidden size={16} />
          </span>
          <span className="min-w-0 flex-1">
            <GroupTitle groupId={group.id} title={title} element={groupRef(group.id)} />
            <span className="step-subtitle">{members.map((node) => factsOf(node).title).join(', ')}</span>
          </span>
          <button
            type="button"
            tabIndex={current ? 0 : -1}
            aria-label={`Unfold “${title}”`}
            title="Unfold (C)"
            className="frame-button nodrag"
            onClick={(event) => {
              event.stopPropagation()
              setFolded(group.id, false)
            }}
          >
            <ChevronsUpDown aria-hidden size={14} />
          </button>
        </header>
        <div className="flex-1" />
        <footer className="step-footer flex items-center justify-between gap-2 px-3">
          <Pill status={run.status} />
          <span className="figures text-meta text-muted">{done}</span>
        </footer>
      </div>
      {ports.map((port) => (
        <Handle
          key={`${port.flow} ${port.id}`}
          id={port.id}
          type={port.flow === 'out' ? 'source' : 'target'}
          position={handleSide(port)}
          isConnectable={false}
          className="port"
          title={portTitle(port.id)}
          style={{ left: port.x, top: port.y, right: 'auto', bottom: 'auto' }}
        />
      ))}
    </div>
  )
})

/** Of which step in it the port is. */
function portTitle(key: string): string {
  const [nodeId = '', portId = ''] = key.split(' ')
  const node = byId(useDocument.getState().flow).get(nodeId)
  return `${node ? factsOf(node).title : nodeId} · ${portId}`
}
