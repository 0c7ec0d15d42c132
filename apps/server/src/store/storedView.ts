import { idleNode, type NodeView, type RunView } from '@quorum/engine'
import type { Redact } from '../redact.ts'
import { type Packed, pack, unpack } from './packed.ts'

const idle = Object.entries(idleNode)

/** The view of an ended run as the file holds it: of each node only what differs from one that never ran. */
export function packView(view: RunView, redact: Redact): Packed {
  const nodes: Record<string, object> = {}
  for (const [key, node] of Object.entries(view.nodes)) nodes[key] = differing(node)
  return pack(redact(JSON.stringify({ ...view, nodes })))
}

export function unpackView(packed: Packed): RunView {
  const view = JSON.parse(unpack(packed)) as RunView
  const nodes: Record<string, NodeView> = {}
  for (const [key, { counts, usage, ...node }] of Object.entries(view.nodes))
    nodes[key] = {
      ...idleNode,
      ...node,
      counts: { ...idleNode.counts, ...counts },
      usage: { ...idleNode.usage, ...usage },
    }
  return { ...view, nodes }
}

/** Of figures, too, only those that are not nought: most steps have run once and used nothing. */
function differing(node: NodeView): object {
  const fields: Record<string, unknown> = {}
  for (const [field, usual] of idle) {
    const value: unknown = node[field as keyof NodeView]
    if (value === usual) continue
    if (!(isObject(value) && isObject(usual))) fields[field] = value
    else if (Array.isArray(value)) {
      if (value.length > 0) fields[field] = value
    } else {
      const others = differingFigures(value, usual)
      if (others !== null) fields[field] = others
    }
  }
  return fields
}

function differingFigures(of: Record<string, unknown>, usual: Record<string, unknown>): object | null {
  let figures: Record<string, unknown> | null = null
  for (const name in of)
    if (of[name] !== usual[name]) {
      figures ??= {}
      figures[name] = of[name]
    }
  return figures
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
