import {
  Cable,
  CirclePlay,
  Copy,
  CopyPlus,
  FastForward,
  PackageOpen,
  PackagePlus,
  Pencil,
  Plus,
  ScanSearch,
  Settings2,
  Trash2,
  Unlink,
} from 'lucide-react'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { flowPath, navigate } from '../router.ts'
import { canRunFrom, runFrom } from '../runs/launch.ts'
import type { MenuItem } from '../ui/Menu.tsx'
import { copySelection, deleteSelection, duplicateSelection } from './edits.ts'
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
    {
      label: 'Run from here',
      icon: FastForward,
      keys: 'Mod Shift Enter',
      disabled: !canRunFrom(nodeId),
      onSelect: () => void runFrom(nodeId),
    },
    {
      label: 'Run only this',
      icon: CirclePlay,
      keys: 'Alt Enter',
      disabled: !canRunFrom(nodeId),
      onSelect: () => void runFrom(nodeId, true),
    },
    'line',
    { label: 'Copy', icon: Copy, keys: 'Mod C', onSelect: alone(() => void copySelection()) },
    { label: 'Duplicate', icon: CopyPlus, keys: 'Mod D', onSelect: alone(duplicateSelection) },
    { label: 'Turn into a node…', icon: PackagePlus, onSelect: () => setTimeout(() => turnSelection(nodeId)) },
    { label: 'Remove its connections', icon: Unlink, onSelect: () => disconnectAll(nodeId) },
    'line',
    { label: 'Delete', icon: Trash2, keys: 'Del', danger: true, onSelect: alone(() => deleteSelection(true)) },
  ]
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
  const called = definition?.callee?.(params).flowId
  return called
    ? [{ label: 'Open the called workflow', icon: ScanSearch, keys: 'O', onSelect: () => navigate(flowPath(called)) }]
    : []
}

/** Looks into a step, if there is something in it. */
export function openInside(nodeId: string): void {
  const node = useDocument.getState().flow.nodes.find(({ id }) => id === nodeId)
  if (!node) return
  const { definition, params } = factsOf(node)
  const called = definition?.callee?.(params).flowId
  if (definition?.expand) useUi.setState({ inside: [nodeId] })
  else if (called) navigate(flowPath(called))
}

/** The selection as one node; a step that is not part of it alone. */
export function turnSelection(nodeId?: string): void {
  const { nodes } = useUi.getState()
  const turning = nodeId === undefined || nodes.has(nodeId) ? nodes : new Set([nodeId])
  if (turning.size > 0) useUi.setState({ turning })
}

function addNext(nodeId: string): void {
  const box = document.getElementById(`step-${nodeId}`)?.getBoundingClientRect()
  const screen = { x: (box?.right ?? 0) + 16, y: box?.top ?? 0 }
  useUi.setState({ picker: { screen, canvas: { x: 0, y: 0 }, after: nodeId } })
}

/** Opens the list of what the first output of a step may go to. */
export function connectFrom(nodeId: string): void {
  const node = useDocument.getState().flow.nodes.find(({ id }) => id === nodeId)
  const port = node && factsOf(node).ports.outputs[0]
  if (port) useUi.setState({ connectFrom: { nodeId, portId: port.id } })
}

function disconnectAll(nodeId: string): void {
  const { edges } = useDocument.getState().flow
  dispatch({
    type: 'disconnect',
    edgeIds: edges.filter(({ source, target }) => source === nodeId || target === nodeId).map(({ id }) => id),
  })
}
