import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceAround,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceAround,
  Copy,
  CopyPlus,
  Group,
  PackagePlus,
  Trash2,
} from 'lucide-react'
import { type Alignment, align } from '../canvas/align.ts'
import { deleteSelection } from '../canvas/edits.ts'
import { groupSelection } from '../canvas/groupEdits.ts'
import { turnSelection } from '../canvas/opening.ts'
import { copySelection, duplicateSelection } from '../canvas/pasting.ts'
import { isReadOnly, useDocument } from '../document/documentStore.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'

const alignments = [
  ['left', 'Align left', AlignStartVertical],
  ['centre', 'Align centres', AlignCenterVertical],
  ['right', 'Align right', AlignEndVertical],
  ['top', 'Align top', AlignStartHorizontal],
  ['middle', 'Align middles', AlignCenterHorizontal],
  ['bottom', 'Align bottom', AlignEndHorizontal],
  ['across', 'Distribute from left to right', AlignHorizontalSpaceAround],
  ['down', 'Distribute from top to bottom', AlignVerticalSpaceAround],
] as const satisfies readonly (readonly [Alignment, string, unknown])[]

/** What can be done with several steps at once. */
export function ManySelected({ many }: { many: number }) {
  const readOnly = useDocument(isReadOnly)
  return (
    <div className="flex flex-col gap-4 p-4">
      <h2 className="pr-8 font-semibold text-heading">{many} steps selected</h2>
      {readOnly ? null : (
        <>
          <div className="flex flex-wrap gap-2">
            <Button look="primary" onClick={groupSelection}>
              <Group aria-hidden size={14} /> Group
            </Button>
            <Button onClick={() => turnSelection()}>
              <PackagePlus aria-hidden size={14} /> Turn into a node…
            </Button>
          </div>
          <div role="toolbar" aria-label="Align and distribute" className="-ml-1.5 flex flex-wrap">
            {alignments.map(([how, label, icon]) => (
              <IconButton key={how} icon={icon} label={label} onClick={() => align(how)} />
            ))}
          </div>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => void copySelection()}>
              <Copy aria-hidden size={14} /> Copy
            </Button>
            <Button onClick={duplicateSelection}>
              <CopyPlus aria-hidden size={14} /> Duplicate
            </Button>
            <Button look="danger" onClick={() => deleteSelection(true)}>
              <Trash2 aria-hidden size={14} /> Delete
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
