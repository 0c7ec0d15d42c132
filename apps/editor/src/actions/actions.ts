import { withPasting } from '../canvas/clips.ts'
import { connectFrom } from '../canvas/dragging.ts'
import { addNote, deleteSelection } from '../canvas/edits.ts'
import { fitTo } from '../canvas/fit.ts'
import { groupIdOf, groupRef } from '../canvas/groups.ts'
import { openInside, turnSelection } from '../canvas/opening.ts'
import { inspect, inspectFlow, inspectGroup, select, toggleLeft, useUi } from '../canvas/uiStore.ts'
import type { Form } from '../compose/share.ts'
import { redoStep, undoStep, useDocument } from '../document/documentStore.ts'
import { openDock, toggleDock } from '../runs/dockStore.ts'
import { type Action, focused, hasFocus, meant, onFocused } from './action.ts'
import { arranging } from './arranging.ts'
import { canvas, inSight } from './canvasHandle.ts'

const ui = useUi.getState
const some = (): boolean => ui().nodes.size + ui().notes.size + ui().groups.size > 0
const runs = (key: 'd' | 'p') => (id: string) =>
  void import('../runs/stepActions.ts').then(({ stepKey }) => stepKey(key, id))
const runFrom = (only: boolean) => (id: string) =>
  void import('../runs/again.ts').then(({ runFrom }) => runFrom(id, only))

const saveAs = (form: Form) => () => void import('../compose/share.ts').then(({ saveAs }) => saveAs(form))

function openPicker(): void {
  const { nodes, edges } = ui()
  const [after] = nodes
  const [onEdge] = edges
  const where = nodes.size === 1 && after ? { after } : edges.size === 1 && onEdge ? { onEdge } : {}
  useUi.setState({ picker: { ...inSight(), ...where } })
}

function selectAll(): void {
  const { nodes, notes } = useDocument.getState().flow
  select({ nodes: nodes.map(({ id }) => id), notes: notes.map(({ id }) => id) })
}

/** In the order of the list of shortcuts. */
export const actions: readonly Action[] = [
  { id: 'add', title: 'Add a step…', group: 'Add and connect', keys: ['N', '/'], edits: true, run: openPicker },
  {
    id: 'connect',
    title: 'Connect the step to…',
    group: 'Add and connect',
    keys: ['E'],
    edits: true,
    can: () => hasFocus() || ui().edges.size === 1,
    run: () => {
      const id = focused()
      if (ui().edges.size === 1 && ui().nodes.size === 0) {
        useUi.setState({ inspector: 'open' })
        requestAnimationFrame(() => document.getElementById('edge-to')?.focus())
      } else if (id) connectFrom(id)
    },
  },
  {
    id: 'note',
    title: 'Add a note',
    group: 'Add and connect',
    keys: ['Shift+S'],
    edits: true,
    run: () => addNote(inSight().canvas),
  },
  {
    id: 'undo',
    title: 'Undo',
    group: 'Edit',
    keys: ['Mod+Z'],
    everywhere: true,
    edits: true,
    run: () => void undoStep(),
  },
  {
    id: 'redo',
    title: 'Redo',
    group: 'Edit',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    everywhere: true,
    edits: true,
    run: () => void redoStep(),
  },
  {
    id: 'copy',
    title: 'Copy',
    group: 'Edit',
    keys: ['Mod+C'],
    can: some,
    run: () => withPasting(({ copySelection }) => copySelection()),
  },
  {
    id: 'cut',
    title: 'Cut',
    group: 'Edit',
    keys: ['Mod+X'],
    edits: true,
    can: some,
    run: () => withPasting(({ copySelection }) => copySelection().then((copied) => copied && deleteSelection(false))),
  },
  {
    id: 'duplicate',
    title: 'Duplicate',
    group: 'Edit',
    keys: ['Mod+D'],
    edits: true,
    can: some,
    run: () => withPasting(({ duplicateSelection }) => duplicateSelection()),
  },
  {
    id: 'delete',
    title: 'Delete and join what was around it',
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    edits: true,
    run: () => remove(true),
  },
  {
    id: 'deleteOnly',
    title: 'Delete without joining',
    group: 'Edit',
    keys: ['Shift+Delete', 'Shift+Backspace'],
    edits: true,
    run: () => remove(false),
  },
  {
    id: 'rename',
    title: 'Rename',
    group: 'Edit',
    keys: ['F2'],
    edits: true,
    can: () => meant() !== null || ui().groups.size === 1,
    run: rename,
  },
  {
    id: 'settings',
    title: 'Open the settings',
    group: 'Edit',
    keys: ['Enter'],
    can: () => meant() !== null,
    run: openSettings,
  },
  {
    id: 'inside',
    title: 'Open the inside of the step',
    group: 'Edit',
    keys: ['O'],
    can: hasFocus,
    run: onFocused(openInside),
  },
  {
    id: 'turn',
    title: 'Turn into a node…',
    group: 'Edit',
    keys: ['Mod+Alt+G'],
    edits: true,
    can: some,
    run: () => turnSelection(),
  },
  {
    id: 'layOpen',
    title: 'Lay open as ordinary steps',
    group: 'Edit',
    keys: [],
    edits: true,
    can: hasFocus,
    run: onFocused((id) => void import('../compose/detachStep.ts').then(({ detachStep }) => detachStep(id))),
  },
  ...arranging,
  { id: 'all', title: 'Select all', group: 'Select and look', keys: ['Mod+A'], run: selectAll },
  { id: 'none', title: 'Select nothing', group: 'Select and look', keys: ['Escape'], run: () => select({}) },
  {
    id: 'dragSelects',
    title: 'Dragging selects',
    group: 'Select and look',
    keys: ['V'],
    run: () => useUi.setState({ mode: 'select' }),
  },
  {
    id: 'dragMoves',
    title: 'Dragging moves the canvas',
    group: 'Select and look',
    keys: ['H'],
    run: () => useUi.setState({ mode: 'hand' }),
  },
  { id: 'zoomIn', title: 'Zoom in', group: 'Select and look', keys: ['+', '='], run: () => void canvas()?.rf.zoomIn() },
  { id: 'zoomOut', title: 'Zoom out', group: 'Select and look', keys: ['-'], run: () => void canvas()?.rf.zoomOut() },
  {
    id: 'zoom100',
    title: 'Zoom to 100 %',
    group: 'Select and look',
    keys: ['0'],
    run: () => void canvas()?.rf.zoomTo(1),
  },
  { id: 'fit', title: 'Show all', group: 'Select and look', keys: ['1'], run: () => fitAll() },
  {
    id: 'fitSelection',
    title: 'Show the selection',
    group: 'Select and look',
    keys: ['2'],
    run: () => fitAll(new Set([...ui().nodes, ...[...ui().groups].map(groupRef)])),
  },
  {
    id: 'palette',
    title: 'Command palette',
    group: 'Panels',
    keys: ['Mod+K'],
    everywhere: true,
    run: () => useUi.setState({ dialog: 'commands' }),
  },
  {
    id: 'find',
    title: 'Find and replace',
    group: 'Panels',
    keys: ['Mod+F'],
    everywhere: true,
    run: () => useUi.setState({ dialog: 'find' }),
  },
  {
    id: 'outline',
    title: 'Outline: all steps as a list',
    group: 'Panels',
    keys: ['L'],
    run: () => toggleLeft('outline'),
  },
  {
    id: 'minimap',
    title: 'Minimap',
    group: 'Panels',
    keys: ['M'],
    run: () => useUi.setState({ minimap: !ui().minimap }),
  },
  {
    id: 'inspector',
    title: 'Inspector',
    group: 'Panels',
    keys: ['I'],
    run: () => useUi.setState({ inspector: ui().inspector === 'open' ? 'folded' : 'open' }),
  },
  { id: 'dock', title: 'Panel below', group: 'Panels', keys: ['J'], run: toggleDock },
  {
    id: 'step-up',
    title: 'Next step up: the same agents in a stronger pattern',
    group: 'Arrange',
    keys: [],
    edits: true,
    run: () => void import('../compose/takeStepUp.ts').then(({ takeStepUp }) => takeStepUp(focused())),
  },
  { id: 'save-file', title: 'Save as a file', group: 'Edit', keys: [], run: saveAs('file') },
  { id: 'save-mermaid', title: 'Save as a Mermaid diagram', group: 'Edit', keys: [], run: saveAs('mermaid') },
  { id: 'save-picture', title: 'Save as a picture (PNG)', group: 'Edit', keys: [], run: saveAs('png') },
  { id: 'save-drawing', title: 'Save as a drawing (SVG)', group: 'Edit', keys: [], run: saveAs('svg') },
  { id: 'price', title: 'What a run takes', group: 'Panels', keys: [], run: inspectFlow },
  { id: 'problems', title: 'Problems', group: 'Panels', keys: [], run: () => openDock('problems') },
  { id: 'versions', title: 'Versions', group: 'Panels', keys: [], run: () => useUi.setState({ dialog: 'versions' }) },
  {
    id: 'shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Panels',
    keys: ['?'],
    run: () => useUi.setState({ dialog: 'keys' }),
  },
  {
    id: 'runFrom',
    title: 'Run from this step',
    group: 'Run',
    keys: ['Mod+Shift+Enter'],
    can: hasFocus,
    run: onFocused(runFrom(false)),
  },
  {
    id: 'runOnly',
    title: 'Run only this step',
    group: 'Run',
    keys: ['Alt+Enter'],
    can: hasFocus,
    run: onFocused(runFrom(true)),
  },
  { id: 'skip', title: 'Skip this step', group: 'Run', keys: ['D'], can: hasFocus, run: onFocused(runs('d')) },
  {
    id: 'keep',
    title: 'Keep the result of this step',
    group: 'Run',
    keys: ['P'],
    can: hasFocus,
    run: onFocused(runs('p')),
  },
]

function rename(): void {
  const [group] = ui().groups
  // At once: what is typed next is the name, and no keys of the canvas.
  useUi.setState({ renaming: meant() ?? (group === undefined ? null : groupRef(group)) })
}

function openSettings(): void {
  const id = meant()
  if (id === null) return
  const group = groupIdOf(id)
  if (group === null) inspect(id)
  else inspectGroup(group)
  requestAnimationFrame(() => document.getElementById(group === null ? 'step-name' : 'group-name')?.focus())
}

function fitAll(only?: ReadonlySet<string>): void {
  const shown = canvas()
  if (shown) fitTo(shown.rf, only)
}

function remove(heal: boolean): void {
  deleteSelection(heal)
  canvas()?.element.focus()
}

/** Can it be done now? */
export const available = (action: Action): boolean =>
  !(action.edits && useDocument.getState().readOnly) && (action.can?.() ?? true)
