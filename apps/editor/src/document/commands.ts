import type { Edge, Flow, FlowNode, Group, Note } from '@quorum/engine'

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
      readonly groups?: readonly Group[]
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
  /** A frame around steps; those that were in another group leave it. */
  | { readonly type: 'group'; readonly group: Group }
  | { readonly type: 'ungroup'; readonly groupIds: readonly string[] }
  | { readonly type: 'editGroup'; readonly groupId: string; readonly patch: Partial<Group> }
  /** Steps join a group, or with `null` leave theirs. A group left empty goes. */
  | { readonly type: 'regroup'; readonly nodeIds: readonly string[]; readonly groupId: string | null }
  | { readonly type: 'compound'; readonly name: string; readonly commands: readonly Command[] }

/** One elementary change with what it replaces: the inverse is the same change read backwards. */
export type Change =
  | { readonly on: 'nodes'; readonly at: number; readonly before?: FlowNode; readonly after?: FlowNode }
  | { readonly on: 'edges'; readonly at: number; readonly before?: Edge; readonly after?: Edge }
  | { readonly on: 'notes'; readonly at: number; readonly before?: Note; readonly after?: Note }
  | { readonly on: 'groups'; readonly at: number; readonly before?: Group; readonly after?: Group }
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
        ...inserts('groups', groupsOf(flow), 'groups' in command ? (command.groups ?? []) : []),
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
    case 'group': {
      const left = planLeaving(flow, new Set(command.group.nodes))
      return [...left, ...inserts('groups', groupsOf(applyChanges(flow, left)), [command.group])]
    }
    case 'ungroup':
      return removals('groups', groupsOf(flow), new Set(command.groupIds))
    case 'editGroup':
      return patchOne('groups', groupsOf(flow), command.groupId, command.patch)
    case 'regroup':
      return planRegroup(flow, command.nodeIds, command.groupId)
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
  const lists: Partial<Record<ListName, unknown[]>> = {}
  for (const change of changes) {
    if (change.on === 'flow') {
      Object.assign(next, change.after)
      continue
    }
    lists[change.on] ??= [...(flow[change.on] ?? [])]
    const list = lists[change.on] as unknown[]
    if (change.after === undefined) list.splice(change.at, 1)
    else list.splice(change.at, change.before === undefined ? 0 : 1, change.after)
  }
  Object.assign(next, lists)
  // A flow that never had one is the same as one whose last group is gone.
  if (next.groups?.length === 0) delete next.groups
  return next
}

export const invert = (changes: readonly Change[]): readonly Change[] =>
  changes.toReversed().map((change) => ({ ...change, before: change.after, after: change.before }) as Change)

type ListName = 'nodes' | 'edges' | 'notes' | 'groups'
type ItemOf = { nodes: FlowNode; edges: Edge; notes: Note; groups: Group }
const groupsOf = (flow: Flow): readonly Group[] => flow.groups ?? []

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
    ...planLeaving(flow, gone),
  ]
}

/** Takes steps out of their groups. From the end, as {@link removals} does: a group left empty goes. */
function planLeaving(flow: Flow, ids: ReadonlySet<string>): Change[] {
  return groupsOf(flow)
    .flatMap((before, at): Change[] => {
      const nodes = before.nodes.filter((id) => !ids.has(id))
      if (nodes.length === before.nodes.length) return []
      return [
        nodes.length === 0 ? { on: 'groups', at, before } : { on: 'groups', at, before, after: { ...before, nodes } },
      ]
    })
    .toReversed()
}

function planRegroup(flow: Flow, nodeIds: readonly string[], groupId: string | null): Change[] {
  const known = new Set(flow.nodes.map(({ id }) => id))
  const target = groupsOf(flow).find(({ id }) => id === groupId)
  const ids = new Set(nodeIds.filter((id) => known.has(id) && !target?.nodes.includes(id)))
  const left = planLeaving(flow, ids)
  if (!target || ids.size === 0) return left
  const now = groupsOf(applyChanges(flow, left))
  return [...left, ...patchOne('groups', now, target.id, { nodes: [...target.nodes, ...ids] })]
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
