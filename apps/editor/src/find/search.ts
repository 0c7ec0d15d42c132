import type { Flow, FlowNode } from '@quorum/engine'
import type { Command } from '../document/commands.ts'
import { factsOf } from '../geometry/facts.ts'

/** One place where the searched text stands. */
export interface Hit {
  readonly nodeId: string
  readonly title: string
  /** Where in the step: its name, a setting, its last result. */
  readonly where: string
  /** Some words around it. */
  readonly excerpt: string
  readonly replaceable: boolean
}

/** Finds a text in names, settings and last results, whatever its case. */
export function findIn(flow: Flow, query: string, result: (nodeId: string) => string): readonly Hit[] {
  const wanted = query.toLowerCase()
  if (wanted === '') return []
  return flow.nodes.flatMap((node) => {
    const { title } = factsOf(node)
    const hit = (where: string, text: string, replaceable: boolean): Hit[] =>
      text.toLowerCase().includes(wanted)
        ? [{ nodeId: node.id, title, where, excerpt: excerptOf(text, wanted), replaceable }]
        : []
    return [
      ...hit('name', title, node.title !== undefined),
      ...textsIn(node.params).flatMap(({ path, text }) => hit(path, text, true)),
      ...hit('last result', result(node.id), false),
    ]
  })
}

function textsIn(value: unknown, path = ''): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner, path === '' ? key : Array.isArray(value) ? `${path} ${Number(key) + 1}` : `${path}, ${key}`),
  )
}

function excerptOf(text: string, wanted: string): string {
  const at = text.toLowerCase().indexOf(wanted)
  const from = Math.max(0, at - 24)
  const to = Math.min(text.length, at + wanted.length + 40)
  return `${from > 0 ? '…' : ''}${text.slice(from, to).replace(/\s+/g, ' ')}${to < text.length ? '…' : ''}`
}

/** Replaces the text in names and settings of these steps, or of all: one undo step. Null if it stands nowhere. */
export function replaceCommand(flow: Flow, query: string, by: string, only?: ReadonlySet<string>): Command | null {
  if (query === '') return null
  const pattern = new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi')
  const commands = flow.nodes.flatMap((node): Command[] => {
    if (only && !only.has(node.id)) return []
    const title = node.title?.replace(pattern, () => by)
    const params = replaced(node.params, pattern, by)
    const patch: Partial<FlowNode> = {
      ...(title === node.title ? {} : { title }),
      ...(JSON.stringify(params) === JSON.stringify(node.params) ? {} : { params }),
    }
    return Object.keys(patch).length === 0 ? [] : [{ type: 'setNode', nodeId: node.id, patch }]
  })
  return commands.length === 0 ? null : { type: 'compound', name: `Replace “${query}”`, commands }
}

function replaced<T>(value: T, pattern: RegExp, by: string): T {
  if (typeof value === 'string') return value.replace(pattern, () => by) as T
  if (Array.isArray(value)) return value.map((entry) => replaced(entry, pattern, by)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, pattern, by)])) as T
}
