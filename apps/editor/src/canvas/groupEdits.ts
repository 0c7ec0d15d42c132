import type { Group } from '@quorum/engine'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { freshId } from '../document/ids.ts'
import { announce } from '../ui/Live.tsx'
import { toast } from '../ui/Toast.tsx'
import { groupRef } from './groups.ts'
import { select, useUi } from './uiStore.ts'

const groups = (): readonly Group[] => useDocument.getState().flow.groups ?? []
export const groupWith = (nodeId: string): Group | undefined => groups().find(({ nodes }) => nodes.includes(nodeId))

/** Puts a frame around the selected steps, and asks for its name. */
export function groupSelection(): void {
  const { flow } = useDocument.getState()
  const { nodes } = useUi.getState()
  const members = flow.nodes.filter(({ id }) => nodes.has(id))
  const [first] = members
  if (!first) return void toast({ text: 'Select the steps first: drag a box around them with Shift held.' })
  // What lies in a chosen container goes with it.
  const own = members.filter(({ parent }) => parent === undefined || !nodes.has(parent))
  if (own.some(({ parent }) => parent !== own[0]?.parent)) {
    toast({ text: 'Only steps of one level can be grouped: some of these lie in a body.', tone: 'error' })
    return
  }
  const taken = new Set([...flow.nodes, ...flow.edges, ...flow.notes, ...groups()].map(({ id }) => id))
  const id = freshId('group', taken)
  dispatch({ type: 'group', group: { id, nodes: own.map((node) => node.id) } })
  select({ groups: [id] })
  announce('Grouped')
  setTimeout(() => useUi.setState({ renaming: groupRef(id) }))
}

/** Takes the frames of the selected groups away; of a group only some of whose steps are selected, takes these out. */
export function ungroupSelection(): void {
  const { nodes, groups: chosen } = useUi.getState()
  if (chosen.size > 0) {
    const members = groups().flatMap((group) => (chosen.has(group.id) ? group.nodes : []))
    dispatch({ type: 'ungroup', groupIds: [...chosen] })
    select({ nodes: members })
    announce('Ungrouped')
    return
  }
  if (dispatch({ type: 'regroup', nodeIds: [...nodes], groupId: null })) announce('Taken out of the group')
}

/** Folds a group into one box, or opens it. Where nothing may be changed, only for this look at it. */
export function setFolded(groupId: string, folded: boolean): void {
  const { folds } = useUi.getState()
  const next = new Map(folds)
  next.delete(groupId)
  if (useDocument.getState().readOnly) next.set(groupId, folded)
  const onCanvas = document.activeElement?.closest('.canvas') !== null
  const first = groups().find(({ id }) => id === groupId)?.nodes[0]
  const focus = folded ? groupRef(groupId) : (first ?? null)
  useUi.setState({ folds: next, focus })
  // What had the focus is not drawn any more.
  if (onCanvas) requestAnimationFrame(() => document.getElementById(`step-${focus}`)?.focus({ preventScroll: true }))
  dispatch({ type: 'editGroup', groupId, patch: { folded: folded || undefined } })
  if (folded) select({ groups: [groupId] })
  announce(folded ? 'Folded into one box' : 'Unfolded')
}

export function isFolded(groupId: string): boolean {
  const group = groups().find(({ id }) => id === groupId)
  return useUi.getState().folds.get(groupId) ?? group?.folded ?? false
}

/** The group that a key means: the selected one, else that of the step with the focus. */
export function groupMeant(): string | null {
  const { groups: chosen, focus, nodes } = useUi.getState()
  const [first] = chosen
  if (first !== undefined) return first
  const step = focus ?? [...nodes][0]
  if (step === undefined) return null
  return step.startsWith('group:') ? step.slice(6) : (groupWith(step)?.id ?? null)
}
