import type { Edge, Flow, FlowNode, Note } from '@quorum/engine'
import { factsOf } from '../geometry/facts.ts'

export interface XY {
  readonly x: number
  readonly y: number
}

/** An edit a person asks for. Pure data: ids are chosen before, so that the same command always does the same. */
export type Command =
  | { readonly type: 'addNodes'; readonly nodes: readonly FlowNode[]; readonly edges?: readonly Edge[] }
  | {
      readonly type: 'paste'
      readonly nodes: readonly FlowNode[]
      readonly edges: readonly Edge[]
      readonly notes?: readonly Note[]
    }
  /** Nodes go with their edges and, for a container, with its body. `heal` are the edges that close the gap. */
  | {
      readonly type: 'removeNodes'
      readonly nodeIds: readonly string[]
      readonly edgeIds?: readonly string[]
      readonly noteIds?: readonly string[]
      readonly heal?: readonly Edge[]
    }
  /** `parent: null` takes a node out of its container; left out, it stays where it is. */
  | {
      readonly type: 'move'
      readonly nodes: readonly { readonly id: string; readonly position: XY; readonly parent?: string | null }[]
      readonly notes?: readonly { readonly id: string; readonly position: XY }[]
    }
  | { readonly type: 'layout'; readonly nodes: readonly { readonly id: string; readonly position: XY }[] }
  | { readonly type: 'connect'; readonly edge: Edge }
  | { readonly type: 'disconnect'; readonly edgeIds: readonly string[] }
  | { readonly type: 'updateEdge'; readonly edgeId: string; readonly patch: Partial<Edge> }
  /** A field given as `undefined` is taken out. */
  | { readonly type: 'setParams'; readonly nodeId: string; readonly params: Readonly<Record<string, unknown>> }
  | { readonly type: 'setNode'; readonly nodeId: string; readonly patch: Partial<FlowNode> }
  | { readonly type: 'setSettings'; readonly settings: Partial<Flow['settings']> }
  | { readonly type: 'rename'; readonly name: string }
  | { readonly type: 'describe'; readonly description: string }
  | { readonly type: 'addNote'; readonly note: Note }
  | { readonly type: 'editNote'; readonly noteId: string; readonly patch: Partial<Note> }
  | { readonly type: 'removeNote'; readonly noteId: string }
  | { readonly type: 'compound'; readonly name: string; readonly commands: readonly Command[] }

/** One elementary change with what it replaces: the inverse is the same change read backwards. */
export type Change =
  | { readonly on: 'nodes'; readonly at: number; readonly before?: FlowNode; readonly after?: FlowNode }
  | { readonly on: 'edges'; readonly at: number; readonly before?: Edge; readonly after?: Edge }
  | { readonly on: 'notes'; readonly at: number; readonly before?: Note; readonly after?: Note }
  | { readonly on: 'flow'; readonly before: FlowHead; readonly after: FlowHead }

type FlowHead = Pick<Flow, 'name' | 'description' | 'settings'>

/** What `command` does to `flow`, as changes to be applied in this order. Ids that do not exist (any more) are passed over. */
export function plan(flow: Flow, command: Command): readonly Change[] {
  switch (command.type) {
    case 'addNodes':
    case 'paste':
      return [
        ...inserts('nodes', flow.nodes, command.nodes),
        ...inserts('edges', flow.edges, command.edges ?? []),
        ...inserts('notes', flow.notes, 'notes' in command ? (command.notes ?? []) : []),
      ]
    case 'removeNodes':
      return planRemoval(flow, command)
    case 'move':
      return [
        ...replacements('nodes', flow.nodes, command.nodes, (node, { position, parent }) =>
          parent === undefined
            ? moved(node, position)
            : patched(moved(node, position), { parent: parent ?? undefined }),
        ),
        ...replacements('notes', flow.notes, command.notes ?? [], (note, { position }) => moved(note, position)),
      ]
    case 'layout':
      return replacements('nodes', flow.nodes, command.nodes, (node, { position }) => moved(node, position))
    case 'connect':
      return inserts('edges', flow.edges, [command.edge])
    case 'disconnect':
      return removals('edges', flow.edges, new Set(command.edgeIds))
    case 'updateEdge':
      return patchOne('edges', flow.edges, command.edgeId, command.patch)
    case 'setParams': {
      const node = flow.nodes.find(({ id }) => id === command.nodeId)
      return node ? patchOne('nodes', flow.nodes, node.id, { params: patched(node.params, command.params) }) : []
    }
    case 'setNode':
      return patchOne('nodes', flow.nodes, command.nodeId, command.patch)
    case 'setSettings':
      return planHead(flow, { settings: patched(flow.settings, command.settings) })
    case 'rename':
      return planHead(flow, { name: command.name })
    case 'describe':
      return planHead(flow, { description: command.description })
    case 'addNote':
      return inserts('notes', flow.notes, [command.note])
    case 'editNote':
      return patchOne('notes', flow.notes, command.noteId, command.patch)
    case 'removeNote':
      return removals('notes', flow.notes, new Set([command.noteId]))
    case 'compound': {
      const all: Change[] = []
      let now = flow
      for (const part of command.commands) {
        const changes = plan(now, part)
        all.push(...changes)
        now = applyChanges(now, changes)
      }
      return all
    }
  }
}

export function applyChanges(flow: Flow, changes: readonly Change[]): Flow {
  if (changes.length === 0) return flow
  const next = { ...flow }
  const lists: Partial<Record<'nodes' | 'edges' | 'notes', unknown[]>> = {}
  for (const change of changes) {
    if (change.on === 'flow') {
      Object.assign(next, change.after)
      continue
    }
    lists[change.on] ??= [...flow[change.on]]
    const list = lists[change.on] as unknown[]
    if (change.after === undefined) list.splice(change.at, 1)
    else list.splice(change.at, change.before === undefined ? 0 : 1, change.after)
  }
  return Object.assign(next, lists)
}

export const invert = (changes: readonly Change[]): readonly Change[] =>
  changes.toReversed().map((change) => ({ ...change, before: change.after, after: change.before }) as Change)

type ListName = 'nodes' | 'edges' | 'notes'
type ItemOf = { nodes: FlowNode; edges: Edge; notes: Note }

function inserts<L extends ListName>(on: L, list: readonly ItemOf[L][], items: readonly ItemOf[L][]): Change[] {
  const taken = new Set(list.map(({ id }) => id))
  const fresh = items.filter(({ id }) => !taken.has(id) && taken.add(id))
  return fresh.map((after, index) => ({ on, at: list.length + index, after }) as Change)
}

/** From the end, so that each position is still right when its turn comes. */
function removals<L extends ListName>(on: L, list: readonly ItemOf[L][], ids: ReadonlySet<string>): Change[] {
  const changes: Change[] = []
  for (let at = list.length - 1; at >= 0; at--) {
    const before = list[at]
    if (before && ids.has(before.id)) changes.push({ on, at, before } as Change)
  }
  return changes
}

function replacements<L extends ListName, S extends { readonly id: string }>(
  on: L,
  list: readonly ItemOf[L][],
  specs: readonly S[],
  make: (item: ItemOf[L], spec: S) => ItemOf[L],
): Change[] {
  const wanted = new Map(specs.map((spec) => [spec.id, spec]))
  const changes: Change[] = []
  for (const [at, before] of list.entries()) {
    const spec = wanted.get(before.id)
    if (!spec) continue
    const after = make(before, spec)
    if (after !== before) changes.push({ on, at, before, after } as Change)
  }
  return changes
}

const moved = <T extends FlowNode | Note>(item: T, position: XY): T => ({
  ...item,
  position: { ...item.position, x: Math.round(position.x), y: Math.round(position.y) },
})

function patched<T extends object>(value: T, patch: Partial<T>): T {
  const next: Record<string, unknown> = { ...value, ...patch }
  for (const key of Object.keys(patch)) if (next[key] === undefined) delete next[key]
  return next as T
}

function patchOne<L extends ListName>(on: L, list: readonly ItemOf[L][], id: string, patch: object): Change[] {
  return replacements(on, list, [{ id }], (item) => ({ ...patched(item, patch), id }))
}

const planHead = (flow: Flow, patch: Partial<FlowHead>): Change[] => {
  const before = { name: flow.name, description: flow.description, settings: flow.settings }
  return [{ on: 'flow', before, after: { ...before, ...patch } }]
}

function planRemoval(flow: Flow, command: Extract<Command, { type: 'removeNodes' }>): Change[] {
  const gone = withBodies(flow, command.nodeIds)
  const edgeIds = new Set(command.edgeIds)
  for (const edge of flow.edges) if (gone.has(edge.source) || gone.has(edge.target)) edgeIds.add(edge.id)
  const edges = removals('edges', flow.edges, edgeIds)
  const left = flow.edges.filter(({ id }) => !edgeIds.has(id))
  return [
    ...edges,
    ...removals('nodes', flow.nodes, gone),
    ...inserts('edges', left, command.heal ?? []),
    ...removals('notes', flow.notes, new Set(command.noteIds)),
  ]
}

/** The given nodes and everything in their bodies, however deep. */
export function withBodies(flow: Pick<Flow, 'nodes'>, ids: Iterable<string>): Set<string> {
  const all = new Set(ids)
  for (let size = -1; size !== all.size; ) {
    size = all.size
    for (const node of flow.nodes) if (node.parent && all.has(node.parent)) all.add(node.id)
  }
  return all
}

/** What Undo and Redo call the step. */
export function commandName(flow: Flow, command: Command): string {
  const title = (id: string | undefined): string => {
    const node = flow.nodes.find((candidate) => candidate.id === id)
    return node ? factsOf(node).title : 'step'
  }
  const some = (ids: readonly { readonly id: string }[] | readonly string[], noun: string): string => {
    const first = ids[0]
    if (ids.length === 1 && noun === 'step') return title(typeof first === 'string' ? first : first?.id)
    return ids.length === 1 ? noun : `${ids.length} ${noun}s`
  }
  switch (command.type) {
    case 'addNodes':
      return command.nodes.length === 1 && command.nodes[0]
        ? `Add ${factsOf(command.nodes[0]).title}`
        : `Add ${command.nodes.length} steps`
    case 'paste':
      return `Paste ${some(command.nodes, 'item')}`
    case 'removeNodes':
      if (command.nodeIds.length > 0) return `Delete ${some(command.nodeIds, 'step')}`
      return command.edgeIds?.length ? `Delete ${some(command.edgeIds, 'connection')}` : 'Delete note'
    case 'move':
      return command.nodes.length > 0 ? `Move ${some(command.nodes, 'step')}` : 'Move note'
    case 'layout':
      return 'Tidy'
    case 'connect':
      return `Connect ${title(command.edge.source)} to ${title(command.edge.target)}`
    case 'disconnect':
      return `Delete ${some(command.edgeIds, 'connection')}`
    case 'updateEdge':
      return 'Change connection'
    case 'setParams':
      return `Change ${title(command.nodeId)}`
    case 'setNode':
      return 'title' in command.patch ? `Rename ${title(command.nodeId)}` : `Change ${title(command.nodeId)}`
    case 'setSettings':
      return 'Change settings'
    case 'rename':
      return 'Rename workflow'
    case 'describe':
      return 'Change description'
    case 'addNote':
      return 'Add note'
    case 'editNote':
      return 'text' in command.patch ? 'Edit note' : 'Move note'
    case 'removeNote':
      return 'Delete note'
    case 'compound':
      return command.name
  }
}
