import type { FlowFile } from '@quorum/engine'

type Node = FlowFile['nodes'][number]
// Cards are at most 320 wide; one with rows and a run strip is some 190 high.
const step = { x: 400, y: 240 }
const inset = { x: 40, y: 80 }

/** Columns by the longest way from a start, what lies in a box within it: good enough to look at before tidying up. */
export function laidOut(nodes: readonly Node[], edges: FlowFile['edges']): Node[] {
  const placed = new Map<string, Node>()
  const byParent = Map.groupBy(nodes, ({ parent }) => parent)
  const inside = (parent: string | undefined): { width: number; height: number } => {
    const members = (byParent.get(parent) ?? []).filter(({ id }) => !placed.has(id))
    for (const node of members) placed.set(node.id, node)
    const columns = columnsOf(members, edges)
    const next = new Map<number, number>()
    let width = 0
    let height = 0
    for (const node of members) {
      const column = columns.get(node.id) ?? 0
      const size = byParent.has(node.id) ? inside(node.id) : null
      const x = column * step.x + (parent === undefined ? 0 : inset.x)
      const y = next.get(column) ?? (parent === undefined ? 0 : inset.y)
      next.set(column, y + Math.max(step.y, (size?.height ?? 0) + inset.x))
      width = Math.max(width, x + Math.max(step.x, size?.width ?? 0))
      height = Math.max(height, y + Math.max(step.y, size?.height ?? 0))
      placed.set(node.id, { ...node, position: { x, y }, ...(size ? { size } : {}) })
    }
    return { width: Math.max(width, step.x), height: Math.max(height, step.y) + inset.x }
  }
  inside(undefined)
  return nodes.map((node) => placed.get(node.id) ?? node)
}

/** Edges that lead back, in the order of drawing, do not count. */
function columnsOf(members: readonly Node[], edges: FlowFile['edges']): Map<string, number> {
  const ids = new Set(members.map(({ id }) => id))
  const next = new Map<string, string[]>()
  const left = new Map(members.map(({ id }) => [id, 0]))
  for (const { source, target } of edges) {
    if (!ids.has(source) || !ids.has(target) || source === target) continue
    const targets = next.get(source)
    if (targets) targets.push(target)
    else next.set(source, [target])
    left.set(target, (left.get(target) ?? 0) + 1)
  }
  const columns = new Map<string, number>()
  const pending = new Map<string, number>()
  const ready = members.filter(({ id }) => left.get(id) === 0).map(({ id }) => id)
  const waiting = members.map(({ id }) => id)
  let at = 0
  while (columns.size < members.length) {
    // Only loops are left: begin one where it was drawn first.
    const id = ready.shift() ?? waiting.slice(at).find((one) => !columns.has(one))
    if (id === undefined) break
    while (at < waiting.length && columns.has(waiting[at] as string)) at++
    if (!columns.has(id)) columns.set(id, pending.get(id) ?? 0)
    for (const target of next.get(id) ?? []) {
      const open = (left.get(target) ?? 0) - 1
      left.set(target, open)
      if (open < 0) continue
      const column = Math.max(pending.get(target) ?? 0, (columns.get(id) ?? 0) + 1)
      pending.set(target, column)
      if (open === 0 && !columns.has(target)) {
        columns.set(target, column)
        ready.push(target)
      }
    }
  }
  return columns
}
