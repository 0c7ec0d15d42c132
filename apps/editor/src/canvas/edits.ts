import type { Edge, Flow, FlowNode } from '@quorum/engine'
import type { Command, XY } from '../document/commands.ts'
import { dispatch, undoStep, useDocument } from '../document/documentStore.ts'
import { freshId } from '../document/ids.ts'
import { factsOf } from '../geometry/facts.ts'
import { absolutePosition } from '../geometry/geometry.ts'
import { announce } from '../ui/Live.tsx'
import { toast } from '../ui/Toast.tsx'
import { canConnect, edgeBetween, firstFit } from './connect.ts'
import { byId, type PortRef, wireOf } from './graph.ts'
import { containerAt, freePlace, openingIn, toParent, withinBody } from './place.ts'
import { inspect, type PickerRequest, rememberKind, select, useUi } from './uiStore.ts'

export const flowNow = (): Flow => useDocument.getState().flow
export const takenIds = (flow: Flow): Set<string> =>
  new Set([...flow.nodes, ...flow.edges, ...flow.notes, ...(flow.groups ?? [])].map(({ id }) => id))
/** What is selected; with a group, all that is in it. */
export function chosen(): { nodes: ReadonlySet<string>; edges: ReadonlySet<string>; notes: ReadonlySet<string> } {
  const { nodes, edges, notes, groups } = useUi.getState()
  const inGroups = (flowNow().groups ?? []).flatMap((group) => (groups.has(group.id) ? group.nodes : []))
  return { nodes: new Set([...nodes, ...inGroups]), edges, notes }
}

/** Connects two ports if the rules allow it; says why not otherwise. */
export function connect(from: PortRef, to: PortRef): boolean {
  const flow = flowNow()
  const check = canConnect(flow, from, to)
  if (!check.ok) {
    toast({ text: [check.reason, check.fix].filter(Boolean).join(' '), tone: 'error' })
    return false
  }
  dispatch({ type: 'connect', edge: edgeBetween(freshId('e', takenIds(flow)), from, to, check.back) })
  if (check.warning) toast({ text: check.warning })
  announce('Connected')
  return true
}

/** Moves one end of an edge to another port, if the rules allow it; says why not otherwise. */
export function moveEdge(edgeId: string, ends: { from?: PortRef; to?: PortRef }): boolean {
  const flow = flowNow()
  const edge = flow.edges.find(({ id }) => id === edgeId)
  if (!edge) return false
  const wire = wireOf(byId(flow), edge)
  const [from, to] = [ends.from ?? wire.from, ends.to ?? wire.to]
  const check = canConnect({ ...flow, edges: flow.edges.filter((other) => other !== edge) }, from, to)
  if (!check.ok) {
    toast({ text: [check.reason, check.fix].filter(Boolean).join(' '), tone: 'error' })
    return false
  }
  const moved = edgeBetween(edgeId, from, to, check.back)
  // Rounds that were set stay; those of a loop that is none any more go.
  const maxRounds = check.back ? (edge.maxRounds ?? moved.maxRounds) : undefined
  if (!dispatch({ type: 'updateEdge', edgeId, patch: { ...moved, maxRounds } })) return false
  if (check.warning) toast({ text: check.warning })
  announce('Connection moved')
  return true
}

/** Adds a step of `kind` as the picker, the palette or a drop asked for, wires it, selects it. One undo step. */
export function addStep(
  kind: string,
  request: Omit<PickerRequest, 'screen'>,
  made: Pick<FlowNode, 'params'> & Partial<Pick<FlowNode, 'title'>> = { params: {} },
): string {
  const flow = flowNow()
  const taken = takenIds(flow)
  const id = freshId(kind, taken)
  taken.add(id)
  const fresh = freshNode(id, kind)
  const bare = named(flow, { ...fresh, ...made, params: { ...fresh.params, ...made.params } })
  const opening = request.onEdge ? openingIn(flow, request.onEdge, bare) : null
  const node = opening
    ? { ...placed(flow, bare, request), position: { ...opening.position } }
    : placed(flow, bare, request)
  const withNode: Flow = { ...flow, nodes: [...flow.nodes, node] }
  const edges = wiring(withNode, node, request, taken)
  const add: Command = { type: 'addNodes', nodes: [node], edges }
  const name = `Add ${factsOf(node).title}`
  if (request.onEdge) {
    const room: Command = { type: 'layout', nodes: opening?.moved ?? [] }
    dispatch({ type: 'compound', name, commands: [{ type: 'disconnect', edgeIds: [request.onEdge] }, room, add] })
  } else dispatch(add)
  rememberKind(kind)
  inspect(id)
  useUi.setState({ reveal: id })
  announce(`${factsOf(node).title} added`)
  if (request.after !== undefined && edges.length === 0) askWhichWay(flow, request.after, node)
  return id
}

/** With several ways out nobody can guess which of them the new step belongs to: that is said, and one click away. */
function askWhichWay(flow: Flow, after: string, added: FlowNode): void {
  const before = byId(flow).get(after)
  if (!before || factsOf(added).ports.inputs.length === 0) return
  const { title, ports } = factsOf(before)
  const [first] = ports.outputs
  if (!first || ports.outputs.length < 2) return
  toast({
    text: `“${title}” has ${ports.outputs.length} ways out. Which one leads to “${factsOf(added).title}”?`,
    action: {
      label: 'Connect…',
      run: () => useUi.setState({ connectFrom: { nodeId: after, portId: first.id } }),
    },
  })
}

/** Puts a step that is on the canvas already into an edge; what lies behind makes room. One undo step. */
export function insertOnEdge(nodeId: string, edgeId: string, dropped: XY): boolean {
  const flow = flowNow()
  const node = byId(flow).get(nodeId)
  const opening = node && openingIn(flow, edgeId, node)
  if (!node) return false
  const parent = scopeOfEdge(flow, edgeId)
  const position = opening?.position ?? toParent(flow, absoluteOf(flow, node, dropped), parent)
  const moved = opening?.moved.filter(({ id }) => id !== nodeId) ?? []
  const commands: Command[] = [{ type: 'move', nodes: [{ id: nodeId, position, parent: parent ?? null }, ...moved] }]
  const { parent: _old, ...bare } = node
  const placedNode: FlowNode = { ...bare, ...(parent === undefined ? {} : { parent }) }
  const withNode: Flow = { ...flow, nodes: flow.nodes.map((other) => (other === node ? placedNode : other)) }
  const edges = wiring(withNode, placedNode, { canvas: position, onEdge: edgeId }, takenIds(flow))
  commands.push({ type: 'disconnect', edgeIds: [edgeId] })
  commands.push(...edges.map((edge): Command => ({ type: 'connect', edge })))
  dispatch({ type: 'compound', name: `Insert ${factsOf(node).title}`, commands })
  announce(`${factsOf(node).title} put into the connection`)
  return true
}

const absoluteOf = (flow: Flow, node: FlowNode, position: XY): XY =>
  absolutePosition(byId(flow), { ...node, position: { ...position } })

export function freshNode(id: string, kind: string): FlowNode {
  const bare: FlowNode = { id, kind, position: { x: 0, y: 0 }, params: {} }
  const starts = factsOf(bare).definition?.starts
  return starts ? { ...bare, params: structuredClone(starts) as FlowNode['params'] } : bare
}

/** The second agent is “Agent 2”: steps that look alike could not be told apart in lists, values and messages. */
export function named(flow: Flow, node: FlowNode): FlowNode {
  const { title } = factsOf(node)
  const taken = new Set(flow.nodes.map((other) => factsOf(other).title))
  if (!taken.has(title)) return node
  const [, stem = title, counted = '1'] = /^(.*?) (\d{1,4})$/.exec(title) ?? []
  let number = Number(counted) + 1
  while (taken.has(`${stem} ${number}`)) number++
  return { ...node, title: `${stem} ${number}` }
}

// The first port of the new step comes to lie where the edge was let go.
const AT_PORT = { x: 0, y: -50 }

function placed(flow: Flow, node: FlowNode, request: Omit<PickerRequest, 'screen'>): FlowNode {
  const beside = request.after === undefined ? [] : together(flow, request.after)
  const [first] = beside
  if (first) {
    const parent = first.parent === undefined ? {} : { parent: first.parent }
    return { ...node, ...parent, position: freePlace(flow, beside, node) }
  }
  const scope = request.onEdge ? scopeOfEdge(flow, request.onEdge) : scopeOfPort(flow, request.from ?? request.to)
  const parent = scope === 'any' ? containerAt(flow, request.canvas) : scope
  const { x, y } = request.offset ?? (request.from || request.to ? AT_PORT : { x: 0, y: 0 })
  const corner = { x: request.canvas.x + x, y: request.canvas.y + y }
  const position = withinBody(flow, toParent(flow, corner, parent), parent)
  return { ...node, ...(parent ? { parent } : {}), position }
}

/** A step and, if it is one of several selected, those beside it: what comes behind it comes behind all of them. */
function together(flow: Flow, nodeId: string): readonly FlowNode[] {
  const { nodes } = useUi.getState()
  const one = flow.nodes.find(({ id }) => id === nodeId)
  if (!one || !nodes.has(nodeId)) return one ? [one] : []
  return flow.nodes.filter(({ id, parent }) => nodes.has(id) && parent === one.parent)
}

/** Where a step must live to be connected to this port: a container, the top level (undefined), or anywhere. */
function scopeOfPort(flow: Flow, ref: PortRef | undefined): string | undefined | 'any' {
  const node = ref && flow.nodes.find(({ id }) => id === ref.nodeId)
  if (!node || !ref) return 'any'
  const { inner } = factsOf(node).ports
  return [...(inner?.outputs ?? []), ...(inner?.inputs ?? [])].some(({ id }) => id === ref.portId)
    ? node.id
    : node.parent
}

function scopeOfEdge(flow: Flow, edgeId: string): string | undefined {
  const edge = flow.edges.find(({ id }) => id === edgeId)
  const wire = edge && wireOf(byId(flow), edge)
  return wire?.from.inner ? wire.from.nodeId : flow.nodes.find(({ id }) => id === wire?.from.nodeId)?.parent
}

function wiring(flow: Flow, node: FlowNode, request: Omit<PickerRequest, 'screen'>, taken: Set<string>): Edge[] {
  const { inputs, outputs } = factsOf(node).ports
  const into = inputs[0] && { nodeId: node.id, portId: inputs[0].id }
  const out = outputs[0] && { nodeId: node.id, portId: outputs[0].id }
  const edges: Edge[] = []
  const wire = (from: PortRef | undefined, to: PortRef | undefined): void => {
    const check = from && to && canConnect({ ...flow, edges: [...flow.edges, ...edges] }, from, to)
    if (!from || !to || !check?.ok) return
    const id = freshId('e', taken)
    taken.add(id)
    edges.push(edgeBetween(id, from, to, check.back))
  }
  if (request.onEdge) {
    const edge = flow.edges.find(({ id }) => id === request.onEdge)
    if (!edge) return edges
    const { from, to } = wireOf(byId(flow), edge)
    wire(from, into)
    wire(out, to)
  } else if (request.from) wire(request.from, firstFit(flow, request.from, node.id) ?? undefined)
  else if (request.to) wire(out, request.to)
  else if (request.after) for (const { id } of together(flow, request.after)) wire(onlyFreeOutput(flow, id), into)
  else if (node.parent) wireBody(flow, node, wire, into, out)
  return edges
}

/** The first step of a body is its whole body: item in, result out. */
function wireBody(
  flow: Flow,
  node: FlowNode,
  wire: (from: PortRef | undefined, to: PortRef | undefined) => void,
  into: PortRef | undefined,
  out: PortRef | undefined,
): void {
  const container = flow.nodes.find(({ id }) => id === node.parent)
  if (!container || flow.nodes.some(({ id, parent }) => parent === container.id && id !== node.id)) return
  const { inner } = factsOf(container).ports
  const item = inner?.outputs[0]
  const result = inner?.inputs[0]
  wire(item && { nodeId: container.id, portId: item.id }, into)
  wire(out, result && { nodeId: container.id, portId: result.id })
}

/** The output a new step behind `nodeId` belongs to, if there is exactly one that nobody uses yet, or only one at all. */
function onlyFreeOutput(flow: Flow, nodeId: string): PortRef | undefined {
  const node = flow.nodes.find(({ id }) => id === nodeId)
  if (!node) return undefined
  const outputs = factsOf(node).ports.outputs.filter(({ id }) => id !== 'error' && id !== 'limit')
  const nodes = byId(flow)
  const used = new Set(
    flow.edges.filter(({ source }) => source === nodeId).map((edge) => wireOf(nodes, edge).from.portId),
  )
  const free = outputs.filter(({ id }) => !used.has(id))
  const only = outputs.length === 1 ? outputs[0] : free.length === 1 ? free[0] : undefined
  return only && { nodeId, portId: only.id }
}

/** Deletes what is selected. `heal` joins the neighbours of a step that had one way in and one way out. */
export function deleteSelection(heal: boolean): void {
  const { nodes, edges, notes } = chosen()
  if (nodes.size + edges.size + notes.size === 0) return
  const flow = flowNow()
  const joined = heal ? healing(flow, nodes) : []
  dispatch({ type: 'removeNodes', nodeIds: [...nodes], edgeIds: [...edges], noteIds: [...notes], heal: joined })
  select({})
  useUi.setState({ focus: null })
  const [first] = joined
  if (first) {
    const all = byId(flow)
    const title = (id: string): string => {
      const node = all.get(id)
      return node ? factsOf(node).title : id
    }
    toast({
      text: `Reconnected ${title(first.source)} → ${title(first.target)}`,
      action: { label: 'Undo', run: () => void undoStep() },
    })
  } else announce('Deleted')
}

function healing(flow: Flow, gone: ReadonlySet<string>): Edge[] {
  const nodes = byId(flow)
  const left: Flow = {
    ...flow,
    nodes: flow.nodes.filter(({ id }) => !gone.has(id)),
    edges: flow.edges.filter(({ source, target }) => !gone.has(source) && !gone.has(target)),
  }
  const taken = takenIds(flow)
  return [...gone].flatMap((id): Edge[] => {
    const wires = flow.edges
      .filter(({ source, target }) => source === id || target === id)
      .map((edge) => wireOf(nodes, edge))
    const ins = wires.filter(({ to, from }) => to.nodeId === id && !to.inner && from.nodeId !== id)
    const outs = wires.filter(({ from, to }) => from.nodeId === id && !from.inner && to.nodeId !== id)
    const [before] = ins
    const [after] = outs
    if (!before || !after || ins.length !== 1 || outs.length !== 1) return []
    const check = canConnect(left, before.from, after.to)
    if (!check.ok || check.warning) return []
    const edgeId = freshId('e', taken)
    taken.add(edgeId)
    return [edgeBetween(edgeId, before.from, after.to, check.back)]
  })
}

export function addNote(at: XY, text = ''): void {
  const id = freshId('note', takenIds(flowNow()))
  dispatch({ type: 'addNote', note: { id, text, position: { x: Math.round(at.x), y: Math.round(at.y) } } })
  select({ notes: [id] })
  useUi.setState({ renaming: id })
}
