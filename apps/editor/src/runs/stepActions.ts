import { type FlowNode, isRecord, type NodeStatus, type NodeView } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import {
  ArrowRightToLine,
  CirclePlay,
  FastForward,
  Flag,
  ListPlus,
  ListX,
  PencilLine,
  Pin,
  PinOff,
  Radio,
  RotateCw,
  SkipForward,
  Square,
} from 'lucide-react'
import { closeItems, getStep } from '../api/client.ts'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import type { MenuItem } from '../ui/Menu.tsx'
import { toast } from '../ui/Toast.tsx'
import { canRunFrom, goOn, runFrom } from './again.ts'
import { runStore } from './currentRun.ts'
import { nodesById } from './flowNode.ts'
import { looksBack } from './moment.ts'
import { nameOfNode } from './nodeName.ts'
import { isPinned, pin } from './pins.ts'
import { runUntil } from './RunButton.tsx'
import { openRunDialog } from './runDialog.ts'
import { hasEnded } from './runStream.ts'
import { finish, skip, stopStep, tell, tryAgain } from './steer.ts'

export type Action = Exclude<MenuItem, 'line'>

const open = new Set<NodeStatus>(['queued', 'running', 'retrying', 'waiting', 'paused'])

/** Everything one can do with a step of the run on screen, as it stands. `path`: one of its items or rounds. */
export function stepActions(nodeId: string, path: string = nodeId, status?: NodeStatus): readonly Action[] {
  const head = runStore.head()
  const run = runStore.node(nodeId)
  const node = nodesById(useDocument.getState().flow.nodes).get(nodeId)
  if (!node || looksBack()) return []
  if (!head || !run) return upToHere(nodeId)
  const now = status ?? run.status
  if (!hasEnded(head.status)) {
    const actions: Action[] = []
    const waits = head.waitingFor.find((one) => one.nodeId === nodeId && (path === nodeId || one.path === path))
    const isOpen = isRecord(run.detail) && run.detail.open === true
    if (waits?.kind === 'signal' && !isOpen)
      actions.push({
        label: 'Send what it waits for…',
        icon: Radio,
        onSelect: () => later(() => openRunDialog({ type: 'signal', nodeId, path: waits.path })),
      })
    // A pool that takes more items while it runs says so.
    if (isOpen && open.has(now))
      actions.push(
        {
          label: 'Add items…',
          icon: ListPlus,
          onSelect: () => later(() => openRunDialog({ type: 'items', nodeId, path })),
        },
        { label: 'No more items', icon: ListX, onSelect: () => void tell(() => closeItems(head.id, path)) },
      )
    const early = path === nodeId && open.has(now) ? finishWords(node, run) : null
    if (early !== null) actions.push({ label: early, icon: Flag, onSelect: () => void finish(head.id, path) })
    if (open.has(now))
      actions.push({ label: 'Stop this step', icon: Square, onSelect: () => void stopStep(head.id, path) })
    if (open.has(now) || now === 'idle')
      actions.push({
        label: 'Skip this step',
        icon: SkipForward,
        keys: 'D',
        onSelect: () => void skip(head.id, path),
      })
    return actions
  }
  return [
    // An item that came out wrong is done again by itself, in the same run.
    ...(now === 'completed' && path.endsWith(']') && head.replayOf === null
      ? [{ label: 'Do this item again', icon: RotateCw, onSelect: () => void tryAgain(head.id, { paths: [path] }) }]
      : []),
    ...(now === 'failed' && head.replayOf === null
      ? [{ label: 'Try this step again', icon: RotateCw, onSelect: () => void goOn(head.id, path) }]
      : []),
    ...(canRunFrom(nodeId) && path === nodeId ? runAgain(nodeId, now) : []),
  ]
}

/** What it is called to let a step end with what it has; null where that makes no sense. */
function finishWords({ kind, params }: FlowNode, { status, feeders }: NodeView): string | null {
  const definition = definitionOf(kind)
  const parsed = definition?.params.safeParse(params)
  if (!definition || !parsed?.success) return null
  const loop = definition.loop?.(parsed.data)
  if (definition.container || definition.sample || (loop && !loop.onError && !loop.needsResult))
    return 'Finish with what is there'
  const waits = status === 'waiting' && definition.activation(parsed.data).type === 'join'
  return waits && feeders.some(({ state }) => state === 'arrived') ? 'Go on with what has come' : null
}

function runAgain(nodeId: string, status: NodeStatus): readonly Action[] {
  const { readOnly, flow } = useDocument.getState()
  const node = nodesById(flow.nodes).get(nodeId)
  const asks = node !== undefined && definitionOf(node.kind)?.input === true
  return [
    {
      label: readOnly === 'run' ? 'Fork: run from here' : 'Run from here',
      icon: FastForward,
      keys: 'Mod Shift Enter',
      onSelect: () => void runFrom(nodeId),
    },
    { label: 'Run only this', icon: CirclePlay, keys: 'Alt Enter', onSelect: () => void runFrom(nodeId, true) },
    ...upToHere(nodeId),
    ...(status === 'idle' || asks
      ? []
      : [
          {
            label: 'Edit the result and go on…',
            icon: PencilLine,
            onSelect: () => later(() => openRunDialog({ type: 'result', nodeId })),
          },
        ]),
    ...(readOnly === 'run' || asks ? [] : [pinAction(nodeId, status)]),
  ]
}

/** A new run that ends with this step. Needs no earlier one. */
function upToHere(nodeId: string): readonly Action[] {
  const { readOnly, flow } = useDocument.getState()
  if (readOnly === 'run' || nodesById(flow.nodes).get(nodeId)?.parent !== undefined) return []
  return [
    {
      label: 'Run until here',
      icon: ArrowRightToLine,
      onSelect: () => later(() => runUntil(nodeId)),
    },
  ]
}

const pinAction = (nodeId: string, status: NodeStatus): Action => ({
  label: isPinned(nodeId) ? 'Do the step again in new runs' : 'Keep this result in new runs',
  icon: isPinned(nodeId) ? PinOff : Pin,
  keys: 'P',
  disabled: status !== 'completed' && !isPinned(nodeId),
  onSelect: () => void togglePin(nodeId),
})

/** A menu gives the focus back as it closes; a dialog opens after that. */
const later = (work: () => void): void => void setTimeout(work)

/** Keeps the result a step has in the run on screen for the runs to come, or lets it go. */
async function togglePin(nodeId: string): Promise<void> {
  const name = nameOfNode(nodeId)
  if (isPinned(nodeId)) {
    if (await tell(() => pin(nodeId, undefined))) toast({ text: `“${name}” does its work again in new runs` })
    return
  }
  const head = runStore.head()
  if (!head || runStore.node(nodeId)?.status !== 'completed')
    return toast({ text: `“${name}” has no result yet that could be kept. Run it first.` })
  await tell(async () => {
    const { ports, output } = await getStep(head.id, nodeId)
    const node = nodesById(useDocument.getState().flow.nodes).get(nodeId)
    const [way, ...more] = Object.keys(ports ?? {})
    if (!node || way === undefined) return toast({ text: `“${name}” gave nothing that could be kept.` })
    // By hand a result can only be given to the first way out, or to several at once.
    if (more.length === 0 && factsOf(node).ports.outputs[0]?.id !== way)
      return toast({ text: `“${name}” went on by “${way}”. Only results of its first output can be kept.` })
    await pin(nodeId, output)
    toast({ text: `New runs take this result of “${name}” and do not do the step` })
  })
}

/** The keys of a focused step that concern its run: `D` skips it, `P` keeps its result. @returns whether it was one. */
export function stepKey(key: string, nodeId: string): boolean {
  if (key === 'p' || key === 'P') {
    if (useDocument.getState().readOnly !== 'run') void togglePin(nodeId)
    return true
  }
  if (key !== 'd' && key !== 'D') return false
  const action = stepActions(nodeId).find(({ keys }) => keys === 'D')
  if (action) action.onSelect()
  else toast({ text: 'Only a step of a run that is going on can be skipped.' })
  return true
}
