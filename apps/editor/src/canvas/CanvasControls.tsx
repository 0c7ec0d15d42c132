import { Panel, useReactFlow, useStore } from '@xyflow/react'
import {
  Hand,
  LayoutGrid,
  ListTree,
  Map as MapIcon,
  Maximize,
  Minus,
  MousePointer2,
  Plus,
  StickyNote,
} from 'lucide-react'
import { isReadOnly, useDocument } from '../document/documentStore.ts'
import { tidy } from '../layout/runTidy.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { addNote } from './edits.ts'
import { fitTo } from './fit.ts'
import { toggleLeft, useUi } from './uiStore.ts'

/** Bottom left: zoom, fit, tidy, note, and what dragging does. */
export function CanvasControls() {
  const rf = useReactFlow()
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100))
  const readOnly = useDocument(isReadOnly)
  const mode = useUi((ui) => ui.mode)
  const minimap = useUi((ui) => ui.minimap)
  const outline = useUi(({ left, paletteFolded }) => left === 'outline' && !paletteFolded)
  const note = (): void => {
    const box = document.querySelector('.canvas')?.getBoundingClientRect()
    const middle = {
      x: (box?.left ?? 0) + (box?.width ?? 0) / 2 - 110,
      y: (box?.top ?? 0) + (box?.height ?? 0) / 2 - 60,
    }
    addNote(rf.screenToFlowPosition(middle))
  }
  return (
    <Panel position="bottom-left" className="canvas-controls">
      <div role="toolbar" aria-label="Canvas" className="flex items-center">
        <IconButton icon={Minus} label="Zoom out" keys="-" side="top" onClick={() => void rf.zoomOut()} />
        <button
          type="button"
          className="figures h-8 w-12 rounded-control text-row hover:bg-surface-2"
          aria-label={`Zoom ${percent} %. Set to 100 %`}
          onClick={() => void rf.zoomTo(1)}
        >
          {percent} %
        </button>
        <IconButton icon={Plus} label="Zoom in" keys="+" side="top" onClick={() => void rf.zoomIn()} />
        <IconButton icon={Maximize} label="Fit all" keys="1" side="top" onClick={() => fitTo(rf)} />
        <span aria-hidden className="mx-1 h-5 w-px bg-line" />
        {readOnly ? null : (
          <>
            <IconButton icon={LayoutGrid} label="Tidy" keys="Shift L" side="top" onClick={() => void tidy()} />
            <IconButton icon={StickyNote} label="Add a note" keys="Shift S" side="top" onClick={note} />
          </>
        )}
        <IconButton
          icon={ListTree}
          label="Outline"
          keys="L"
          side="top"
          aria-pressed={outline}
          onClick={() => toggleLeft('outline')}
        />
        <IconButton
          icon={MapIcon}
          label="Minimap"
          keys="M"
          side="top"
          aria-pressed={minimap}
          onClick={() => useUi.setState({ minimap: !minimap })}
        />
        <span aria-hidden className="mx-1 h-5 w-px bg-line" />
        <IconButton
          icon={Hand}
          label="Drag moves the canvas"
          keys="H"
          side="top"
          aria-pressed={mode === 'hand'}
          onClick={() => useUi.setState({ mode: 'hand' })}
        />
        <IconButton
          icon={MousePointer2}
          label="Drag selects"
          keys="V"
          side="top"
          aria-pressed={mode === 'select'}
          onClick={() => useUi.setState({ mode: 'select' })}
        />
      </div>
    </Panel>
  )
}
