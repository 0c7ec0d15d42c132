import type { NodeProps } from '@xyflow/react'
import { ChevronsDownUp } from 'lucide-react'
import { memo } from 'react'
import { isReadOnly, useDocument } from '../document/documentStore.ts'
import { GroupTitle } from './GroupTitle.tsx'
import { setFolded } from './groupEdits.ts'
import { groupRef } from './groups.ts'
import { NoteText } from './NoteText.tsx'
import type { FrameNode } from './toReactFlow.ts'
import { inspectGroup } from './uiStore.ts'

/** The frame around the steps of a group. Held by its head: free canvas inside it stays canvas. */
export const FrameView = memo(function FrameView({ data: { frame }, selected }: NodeProps<FrameNode>) {
  const { group, members, width, height } = frame
  const readOnly = useDocument(isReadOnly)
  const title = group.title || 'Group'
  return (
    <div
      className="frame"
      data-tint={group.tint ?? 'grey'}
      data-selected={selected || undefined}
      data-testid={`group-${group.id}`}
      style={{ width, height }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the inspector of the group is reached by key from its steps */}
      <div
        className="frame-grip"
        title={readOnly ? undefined : 'Drag to move the group'}
        onDoubleClick={(event) => {
          event.stopPropagation()
          inspectGroup(group.id)
        }}
      >
        <GroupTitle groupId={group.id} title={title} element={groupRef(group.id)} />
        <span className="text-muted">{members.length === 1 ? '1 step' : `${members.length} steps`}</span>
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Fold “${title}” into one box`}
          title="Fold into one box (C)"
          className="frame-button nodrag"
          onClick={(event) => {
            event.stopPropagation()
            setFolded(group.id, true)
          }}
        >
          <ChevronsDownUp aria-hidden size={14} />
        </button>
      </div>
      {group.text ? (
        <div className="frame-text">
          <NoteText text={group.text} />
        </div>
      ) : null}
    </div>
  )
})
