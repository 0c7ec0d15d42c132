import {
  Cable,
  ChevronsDownUp,
  ChevronsUp,
  Copy,
  CopyPlus,
  Group,
  PackageOpen,
  PackagePlus,
  Pencil,
  Plus,
  ScanSearch,
  Settings2,
  Trash2,
  Ungroup,
  Unlink,
} from 'lucide-react'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { stepActions } from '../runs/stepActions.ts'
import type { MenuItem } from '../ui/Menu.tsx'
import { connectFrom } from './dragging.ts'
import { deleteSelection } from './edits.ts'
import { groupSelection, groupWith, setFolded } from './groupEdits.ts'
import { openInside, turnSelection } from './opening.ts'
import { copySelection, duplicateSelection } from './pasting.ts'
import { inspect, select, useUi } from './uiStore.ts'

/** Everything one can do with a step, with the key that does it too. */
export function nodeMenu(nodeId: string): readonly MenuItem[] {
  const alone = (work: () => void) => () => {
    select({ nodes: [nodeId] })
    work()
  }
  return [
    { label: 'Open settings', icon: Settings2, keys: 'Enter', onSelect: () => inspect(nodeId) },
    {
      label: 'Rename',
      icon: Pencil,
      keys: 'F2',
      onSelect: () => setTimeout(() => useUi.setState({ renaming: nodeId })),
    },
    ...insideItems(nodeId),
    { label: 'Add next step…', icon: Plus, keys: 'N', onSelect: () => setTimeout(() => addNext(nodeId)) },
    { label: 'Connect to…', icon: Cable, keys: 'E', onSelect: () => connectFrom(nodeId) },
    'line',
    ...withLine(stepActions(nodeId)),
    { label: 'Copy', icon: Copy, keys: 'Mod C', onSelect: alone(() => void copySelection()) },
    { label: 'Duplicate', icon: CopyPlus, keys: 'Mod D', onSelect: alone(duplicateSelection) },
    ...groupItems(nodeId),
    {
      label: 'Next step up',
      icon: ChevronsUp,
      onSelect: () => void import('../compose/takeStepUp.ts').then(({ takeStepUp }) => takeStepUp(nodeId)),
    },
    { label: 'Turn into a node…', icon: PackagePlus, onSelect: () => setTimeout(() => turnSelection(nodeId)) },
    { label: 'Remove its connections', icon: Unlink, onSelect: () => disconnectAll(nodeId) },
    'line',
    { label: 'Delete', icon: Trash2, keys: 'Del', danger: true, onSelect: alone(() => deleteSelection(true)) },
  ]
}

/** The selection, if the step is part of it, goes into one group; a step of a group may leave it. */
function groupItems(nodeId: string): MenuItem[] {
  const { nodes } = useUi.getState()
  const group = groupWith(nodeId)
  const items: MenuItem[] = []
  if (nodes.has(nodeId) && nodes.size > 1)
    items.push({ label: `Group ${nodes.size} steps`, icon: Group, keys: 'Mod G', onSelect: groupSelection })
  if (!group) return items
  const name = group.title || 'Group'
  items.push({ label: `Fold “${name}”`, icon: ChevronsDownUp, keys: 'C', onSelect: () => setFolded(group.id, true) })
  items.push({
    label: `Take out of “${name}”`,
    icon: Ungroup,
    onSelect: () => void dispatch({ type: 'regroup', nodeIds: [nodeId], groupId: null }),
  })
  return items
}

/** A composite can be looked into and laid open; a call leads to the flow it calls. */
function insideItems(nodeId: string): MenuItem[] {
  const node = useDocument.getState().flow.nodes.find(({ id }) => id === nodeId)
  if (!node) return []
  const { definition, params } = factsOf(node)
  if (definition?.expand) {
    return [
      { label: 'Open its inside', icon: ScanSearch, keys: 'O', onSelect: () => openInside(nodeId) },
      {
        label: 'Lay open as ordinary steps',
        icon: PackageOpen,
        onSelect: () => void import('../compose/detachStep.ts').then(({ detachStep }) => detachStep(nodeId)),
      },
    ]
  }
  return definition?.callee?.(params).flowId
    ? [{ label: 'Open the called workflow', icon: ScanSearch, keys: 'O', onSelect: () => openInside(nodeId) }]
    : []
}

const withLine = (items: readonly MenuItem[]): readonly MenuItem[] => (items.length > 0 ? [...items, 'line'] : [])

function addNext(nodeId: string): void {
  const box = document.getElementById(`step-${nodeId}`)?.getBoundingClientRect()
  const screen = { x: (box?.right ?? 0) + 16, y: box?.top ?? 0 }
  useUi.setState({ picker: { screen, canvas: { x: 0, y: 0 }, after: nodeId } })
}

function disconnectAll(nodeId: string): void {
  const { edges } = useDocument.getState().flow
  dispatch({
    type: 'disconnect',
    edgeIds: edges.filter(({ source, target }) => source === nodeId || target === nodeId).map(({ id }) => id),
  })
}
