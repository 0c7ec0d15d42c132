import {
  ChevronsDownUp,
  ChevronsUpDown,
  ClipboardPaste,
  Copy,
  CopyPlus,
  LayoutGrid,
  Maximize,
  Pencil,
  Plus,
  Search,
  Settings2,
  StickyNote,
  TextCursor,
  Trash2,
  Ungroup,
} from 'lucide-react'
import { canvas } from '../actions/canvasHandle.ts'
import type { XY } from '../document/commands.ts'
import { isReadOnly, useDocument } from '../document/documentStore.ts'
import { tidy } from '../layout/runTidy.ts'
import type { MenuItem } from '../ui/Menu.tsx'
import { OpenMenu } from '../ui/OpenMenu.tsx'
import { toast } from '../ui/Toast.tsx'
import { addNote, deleteSelection } from './edits.ts'
import { fitTo } from './fit.ts'
import { isFolded, setFolded, ungroupSelection } from './groupEdits.ts'
import { groupRef } from './groups.ts'
import { nodeMenu } from './nodeMenu.ts'
import { copySelection, duplicateSelection, pasteText } from './pasting.ts'
import { inspectGroup, select, useUi } from './uiStore.ts'

/** The menu of the right button, or of a long press: of a step, or of the free canvas. */
export function ContextMenu() {
  const request = useUi((ui) => ui.context)
  const readOnly = useDocument(isReadOnly)
  if (!request) return null
  const { screen, nodeId } = request
  const items =
    nodeId === null
      ? paneMenu(screen, readOnly)
      : nodeId.startsWith('group:')
        ? groupMenu(nodeId.slice(6))
        : nodeMenu(nodeId)
  return (
    <OpenMenu
      key={`${screen.x} ${screen.y}`}
      open
      align="start"
      // Beside the point it may move up and down until all of it is in the window.
      side="right"
      items={items}
      onClose={() => useUi.setState({ context: null })}
    >
      <button
        type="button"
        aria-label="Menu"
        tabIndex={-1}
        className="fixed size-px opacity-0"
        style={{ left: screen.x, top: screen.y }}
      />
    </OpenMenu>
  )
}

function groupMenu(groupId: string): readonly MenuItem[] {
  const folded = isFolded(groupId)
  const fold: MenuItem = {
    label: folded ? 'Unfold' : 'Fold into one box',
    icon: folded ? ChevronsUpDown : ChevronsDownUp,
    keys: 'C',
    onSelect: () => setFolded(groupId, !folded),
  }
  const settings: MenuItem = {
    label: 'Name, note and colour',
    icon: Settings2,
    keys: 'Enter',
    onSelect: () => inspectGroup(groupId),
  }
  if (useDocument.getState().readOnly) return [fold, settings]
  return [
    settings,
    {
      label: 'Rename',
      icon: Pencil,
      keys: 'F2',
      onSelect: () => setTimeout(() => useUi.setState({ renaming: groupRef(groupId) })),
    },
    fold,
    'line',
    { label: 'Copy', icon: Copy, keys: 'Mod C', onSelect: () => void copySelection() },
    { label: 'Duplicate', icon: CopyPlus, keys: 'Mod D', onSelect: duplicateSelection },
    { label: 'Ungroup', icon: Ungroup, keys: 'Mod Shift G', onSelect: ungroupSelection },
    'line',
    { label: 'Delete with its steps', icon: Trash2, danger: true, keys: 'Del', onSelect: () => deleteSelection(true) },
  ]
}

function paneMenu(screen: XY, readOnly: boolean): readonly MenuItem[] {
  const here = canvas()?.rf.screenToFlowPosition(screen) ?? { x: 0, y: 0 }
  const look: readonly MenuItem[] = [
    { label: 'Show all', icon: Maximize, keys: '1', onSelect: showAll },
    { label: 'Find and replace…', icon: TextCursor, keys: 'Mod F', onSelect: () => useUi.setState({ dialog: 'find' }) },
    { label: 'Command palette…', icon: Search, keys: 'Mod K', onSelect: () => useUi.setState({ dialog: 'commands' }) },
  ]
  if (readOnly) return look
  return [
    {
      label: 'Add a step here…',
      icon: Plus,
      keys: 'N',
      onSelect: () => setTimeout(() => useUi.setState({ picker: { screen, canvas: here } })),
    },
    { label: 'Add a note here', icon: StickyNote, keys: 'Shift S', onSelect: () => setTimeout(() => addNote(here)) },
    { label: 'Paste', icon: ClipboardPaste, keys: 'Mod V', onSelect: () => void paste(here) },
    'line',
    { label: 'Tidy up', icon: LayoutGrid, keys: 'Shift L', onSelect: () => void tidy() },
    { label: 'Select all', keys: 'Mod A', onSelect: selectAll },
    'line',
    ...look,
  ]
}

function showAll(): void {
  const shown = canvas()
  if (shown) fitTo(shown.rf)
}

function selectAll(): void {
  const { nodes, notes } = useDocument.getState().flow
  select({ nodes: nodes.map(({ id }) => id), notes: notes.map(({ id }) => id) })
}

async function paste(at: XY): Promise<void> {
  try {
    pasteText(await navigator.clipboard.readText(), at)
  } catch {
    toast({ text: 'The browser did not let us read the clipboard. Press the keys for Paste instead.', tone: 'error' })
  }
}
