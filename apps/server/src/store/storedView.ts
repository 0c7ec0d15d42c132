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
  for (const [key, node] of Object.entries(view.nodes)) nodes[key] = { ...idleNode, ...node }
  return { ...view, nodes }
}

function differing(node: NodeView): Partial<NodeView> {
  const fields: Record<string, unknown> = {}
  for (const [field, usual] of idle) {
    const value: unknown = node[field as keyof NodeView]
    if (value !== usual && !(isObject(value) && isObject(usual) && alike(value, usual))) fields[field] = value
  }
  return fields
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The objects and lists of an idle node hold nothing but plain values. */
function alike(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  for (const key in a) if (a[key] !== b[key]) return false
  for (const key in b) if (!(key in a)) return false
  return true
}
