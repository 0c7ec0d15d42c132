import { Copy, Ellipsis, Trash2 } from 'lucide-react'
import { useNodeRun, useRunHead } from '../runs/currentRun.ts'
import { stepActions } from '../runs/stepActions.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu } from '../ui/Menu.tsx'
import { deleteSelection } from './edits.ts'
import { nodeMenu } from './nodeMenu.ts'
import { duplicateSelection } from './pasting.ts'
import { select } from './uiStore.ts'

interface ToolbarProps {
  nodeId: string
  title: string
  tab: 0 | -1
  readOnly: boolean
}

/** What one can do with a step, above it: in a run that is only looked at, what concerns the run. */
export function StepToolbar({ nodeId, title, tab, readOnly }: ToolbarProps) {
  const alone = (work: () => void) => () => {
    select({ nodes: [nodeId] })
    work()
  }
  // What can be done changes with the run.
  useRunHead()
  useNodeRun(nodeId)
  const actions = stepActions(nodeId)
  if (readOnly && actions.length === 0) return null
  return (
    <div role="toolbar" aria-label={`Actions for ${title}`} className="step-toolbar nodrag nopan">
      {actions
        .slice(0, 2)
        .map(({ label, icon, keys, onSelect }) =>
          icon ? (
            <IconButton
              key={label}
              icon={icon}
              label={label}
              keys={keys}
              tabIndex={tab}
              side="top"
              onClick={onSelect}
            />
          ) : null,
        )}
      {readOnly ? null : (
        <>
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
        </>
      )}
      <Menu items={readOnly ? actions : nodeMenu(nodeId)} align="start">
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
