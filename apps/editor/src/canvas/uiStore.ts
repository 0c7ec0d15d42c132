import type { Flow } from '@quorum/engine'
import { create } from 'zustand'
import type { XY } from '../document/commands.ts'
import { useDocument } from '../document/documentStore.ts'
import type { PortRef } from './graph.ts'
import { type Folds, noFolds } from './groups.ts'
import type { Offer } from './offer.ts'

/** What the picker is asked for: where on the screen, where on the canvas, and what the new step is wired to. */
export interface PickerRequest {
  readonly screen: XY
  readonly canvas: XY
  /** From there to the corner of the new step; its own corner if left out. */
  readonly offset?: XY
  /** Wire from this output to the new step, or from the new step to this input. */
  readonly from?: PortRef
  readonly to?: PortRef
  /** Put the new step into this edge. */
  readonly onEdge?: string
  /** Right of this step, rather than at `canvas`. */
  readonly after?: string
}

export interface Connecting {
  readonly from: PortRef
  /** `node port` of every end the edge may go to. */
  readonly fits: ReadonlySet<string>
  /** Being drawn from an input back to an output. */
  readonly reversed: boolean
}

export interface UiState {
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  readonly notes: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  readonly folds: Folds
  /** The step or folded group (`group:…`) that Tab comes to; not the same as selected. */
  readonly focus: string | null
  readonly picker: PickerRequest | null
  /** The list of targets for the key `E`. */
  readonly connectFrom: PortRef | null
  readonly connecting: Connecting | null
  /** The edge that what is being dragged would be put into. */
  readonly dropEdge: string | null
  /** The kind being dragged out of the palette, and the port it would be wired with. */
  readonly draggedKind: string | null
  readonly offer: Offer | null
  /** A step moved by keys, and where it was. */
  readonly grabbed: string | null
  readonly renaming: string | null
  /** Ids from a composite inwards whose inside is looked at; empty for the drawing itself. */
  readonly inside: readonly string[]
  /** The steps that shall become one node. */
  readonly turning: ReadonlySet<string> | null
  /** Where the right button was pressed, and on which step or group (`group:…`). */
  readonly context: { readonly screen: XY; readonly nodeId: string | null } | null
  /** What lies over the editor because somebody asked for it. */
  readonly dialog: 'commands' | 'find' | 'keys' | 'versions' | null
  /** What the left panel shows. */
  readonly left: 'palette' | 'outline'
  readonly minimap: boolean
  /** A step the canvas should bring into view. */
  readonly reveal: string | null
  /** So far away that steps are plain boxes. */
  readonly far: boolean
  /** Kinds added last, newest first. */
  readonly recent: readonly string[]
  readonly mode: 'hand' | 'select'
  readonly inspectorTab: 'setup' | 'run'
  readonly paletteFolded: boolean
  /** `auto`: folded until a step is first clicked, so that the drawing has the room. */
  readonly inspector: 'auto' | 'open' | 'folded'
  /** px */
  readonly inspectorWidth: number
}

const RECENT = 'quorum.recentKinds'

function storedKinds(): readonly string[] {
  try {
    const kinds: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]')
    return Array.isArray(kinds) ? kinds.filter((kind): kind is string => typeof kind === 'string') : []
  } catch {
    return []
  }
}

export function rememberKind(kind: string): void {
  const recent = [kind, ...useUi.getState().recent.filter((other) => other !== kind)].slice(0, 3)
  useUi.setState({ recent })
  try {
    localStorage.setItem(RECENT, JSON.stringify(recent))
  } catch {
    // Storage refused: the list of recent kinds is a comfort, nothing depends on it.
  }
}

const empty: ReadonlySet<string> = new Set()

/** Below 900 px the panels lie over the canvas: there they start folded. */
export const narrow = (): boolean => globalThis.matchMedia?.('(max-width: 899px)').matches ?? false

export const useUi = create<UiState>()(() => ({
  nodes: empty,
  edges: empty,
  notes: empty,
  groups: empty,
  folds: noFolds,
  focus: null,
  picker: null,
  connectFrom: null,
  connecting: null,
  dropEdge: null,
  draggedKind: null,
  offer: null,
  grabbed: null,
  renaming: null,
  inside: [],
  turning: null,
  context: null,
  dialog: null,
  left: 'palette',
  minimap: false,
  reveal: null,
  far: false,
  recent: storedKinds(),
  mode: 'hand',
  inspectorTab: 'setup',
  paletteFolded: narrow(),
  inspector: 'auto',
  inspectorWidth: 360,
}))

export interface Selection {
  readonly nodes?: Iterable<string>
  readonly edges?: Iterable<string>
  readonly notes?: Iterable<string>
  readonly groups?: Iterable<string>
}

export function select(chosen: Selection): void {
  const nodes = new Set(chosen.nodes)
  useUi.setState((before) => ({
    nodes,
    edges: new Set(chosen.edges),
    notes: new Set(chosen.notes),
    groups: new Set(chosen.groups),
    focus: nodes.size === 1 ? ([...nodes][0] ?? null) : before.focus,
  }))
}

/** What an undo or another tab took away is not selected any more. */
export function forgetGone(flow: Flow): void {
  // The focus stays: a redo brings back what it was on.
  const { nodes, edges, notes, groups } = useUi.getState()
  if (nodes.size + edges.size + notes.size + groups.size === 0) return
  const left = (chosen: ReadonlySet<string>, list: readonly { readonly id: string }[]): string[] =>
    chosen.size === 0 ? [] : list.flatMap(({ id }) => (chosen.has(id) ? [id] : []))
  const now = {
    nodes: left(nodes, flow.nodes),
    edges: left(edges, flow.edges),
    notes: left(notes, flow.notes),
    groups: left(groups, flow.groups ?? []),
  }
  const all = now.nodes.length + now.edges.length + now.notes.length + now.groups.length
  if (all !== nodes.size + edges.size + notes.size + groups.size) select(now)
}

export const clearSelection = (): void => select({})

/** Shows that list on the left, or folds it if it is the one shown. */
export function toggleLeft(left: UiState['left']): void {
  const { left: shown, paletteFolded } = useUi.getState()
  useUi.setState({ left, paletteFolded: shown === left && !paletteFolded })
}

/** Opens the inspector at a step. */
export function inspect(nodeId: string, tab: UiState['inspectorTab'] = 'setup'): void {
  select({ nodes: [nodeId] })
  useUi.setState({ inspectorTab: tab, inspector: 'open' })
}

/** Opens the inspector at the workflow itself: its settings, and what a run takes. */
export function inspectFlow(): void {
  select({})
  useUi.setState({ inspector: 'open' })
}

/** Opens the inspector at a group. */
export function inspectGroup(groupId: string): void {
  select({ groups: [groupId] })
  useUi.setState({ inspector: 'open' })
}

/** A step in a folded group is shown without changing the drawing: the group folds again with the next opening. */
function unfoldFor(nodeId: string): void {
  const { groups = [], nodes } = useDocument.getState().flow
  if (groups.length === 0) return
  const around = new Set<string>()
  for (let at: string | undefined = nodeId; at !== undefined && !around.has(at); ) {
    around.add(at)
    at = nodes.find(({ id }) => id === at)?.parent
  }
  const folds = new Map(useUi.getState().folds)
  for (const group of groups) if (group.nodes.some((id) => around.has(id))) folds.set(group.id, false)
  useUi.setState({ folds })
}

/** Goes to a step on the canvas: selects it, brings it into view and gives it the focus. */
export function goToStep(nodeId: string): void {
  unfoldFor(nodeId)
  select({ nodes: [nodeId] })
  useUi.setState({ reveal: nodeId })
  // A step that was off screen is drawn only after the canvas has moved.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => document.getElementById(`step-${nodeId}`)?.focus({ preventScroll: true })),
  )
}

export function resetUi(): void {
  clearSelection()
  useUi.setState({
    folds: noFolds,
    focus: null,
    picker: null,
    connectFrom: null,
    connecting: null,
    grabbed: null,
    renaming: null,
    inside: [],
    turning: null,
    context: null,
    dialog: null,
  })
}

/** The one thing selected, if it is of this sort. */
function sole(state: UiState, sort: 'nodes' | 'edges' | 'groups'): string | null {
  const { nodes, edges, notes, groups } = state
  if (nodes.size + edges.size + notes.size + groups.size !== 1) return null
  return [...state[sort]][0] ?? null
}
export const soleNode = (state: UiState): string | null => sole(state, 'nodes')
export const soleEdge = (state: UiState): string | null => sole(state, 'edges')
export const soleGroup = (state: UiState): string | null => sole(state, 'groups')
