import { Graph, layout } from '@dagrejs/dagre'

/** What the layout needs to know; plain data, so that it can cross to a worker. */
export interface TidyInput {
  readonly nodes: readonly {
    readonly id: string
    readonly parent?: string
    readonly width: number
    readonly height: number
    /** A group: how far its frame stands off its steps. It is as large as they need. */
    readonly frame?: { readonly side: number; readonly top: number; readonly bottom: number }
    /** The group it is in: comes back with its place. */
    readonly within?: string
    /** Containers: where their body begins, what comes below it, and the least size they may have. */
    readonly body?: {
      readonly x: number
      readonly y: number
      readonly below: number
      readonly minWidth: number
      readonly minHeight: number
    }
  }[]
  /** Forward edges only: what goes back must not turn the picture round. */
  readonly edges: readonly { readonly source: string; readonly target: string }[]
}

export interface Placed {
  readonly id: string
  readonly position: { readonly x: number; readonly y: number }
  readonly within?: string
}

const COLUMN_GAP = 96
const ROW_GAP = 48
const PADDING = 40
const ABOVE_FIRST = 32

/** Columns from left to right, bodies laid out inside their containers first. Positions are relative to the parent. */
export function tidyPositions(input: TidyInput): readonly Placed[] {
  const sizes = new Map(input.nodes.map(({ id, width, height }) => [id, { width, height }]))
  const ids = new Set(sizes.keys())
  const children = new Map<string | undefined, TidyInput['nodes'][number][]>()
  for (const node of input.nodes) {
    const parent = node.parent !== undefined && ids.has(node.parent) ? node.parent : undefined
    const list = children.get(parent)
    if (list) list.push(node)
    else children.set(parent, [node])
  }
  const placed: Placed[] = []
  const arrange = (parent: TidyInput['nodes'][number] | undefined): void => {
    const inside = children.get(parent?.id) ?? []
    for (const node of inside) if (children.has(node.id)) arrange(node)
    const frame = parent?.frame
    const origin = frame
      ? { x: frame.side, y: frame.top }
      : parent?.body
        ? { x: parent.body.x + PADDING, y: parent.body.y + ABOVE_FIRST }
        : { x: 0, y: 0 }
    const positions = columns(inside, input.edges, sizes, origin)
    placed.push(...positions)
    if (!parent || (!parent.body && !frame)) return
    const right = Math.max(0, ...positions.map(({ id, position }) => position.x + (sizes.get(id)?.width ?? 0)))
    const bottom = Math.max(0, ...positions.map(({ id, position }) => position.y + (sizes.get(id)?.height ?? 0)))
    if (frame) return void sizes.set(parent.id, { width: right + frame.side, height: bottom + frame.bottom })
    if (!parent.body) return
    sizes.set(parent.id, {
      width: Math.max(parent.body.minWidth, right + PADDING + parent.body.x),
      height: Math.max(parent.body.minHeight, bottom + parent.body.x + parent.body.below),
    })
  }
  arrange(undefined)
  return placed
}

function columns(
  nodes: TidyInput['nodes'],
  edges: TidyInput['edges'],
  sizes: ReadonlyMap<string, { width: number; height: number }>,
  origin: { x: number; y: number },
): Placed[] {
  if (nodes.length === 0) return []
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', ranksep: COLUMN_GAP, nodesep: ROW_GAP, marginx: 0, marginy: 0 })
  for (const { id } of nodes) graph.setNode(id, { ...(sizes.get(id) ?? { width: 240, height: 120 }) })
  const ids = new Set(nodes.map(({ id }) => id))
  for (const [index, { source, target }] of edges.entries()) {
    if (ids.has(source) && ids.has(target) && source !== target) graph.setEdge(source, target, {}, `e${index}`)
  }
  layout(graph)
  const corner = nodes.map(({ id }) => {
    const { x, y, width, height } = graph.node(id) as { x: number; y: number; width: number; height: number }
    return { id, x: x - width / 2, y: y - height / 2 }
  })
  const left = Math.min(...corner.map(({ x }) => x))
  const top = Math.min(...corner.map(({ y }) => y))
  const homes = new Map(nodes.map(({ id, within }) => [id, within]))
  return corner.map(({ id, x, y }) => ({
    id,
    ...(homes.get(id) === undefined ? {} : { within: homes.get(id) as string }),
    position: { x: Math.round(x - left + origin.x), y: Math.round(y - top + origin.y) },
  }))
}
