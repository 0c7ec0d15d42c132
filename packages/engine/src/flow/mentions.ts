import { conditionNames } from '../expr/condition.ts'
import { templateNames } from '../expr/template.ts'
import type { NodeDefinition } from '../node.ts'
import type { NodePlan } from './compile.ts'
import type { FlowNode } from './flow.ts'

/** The nodes of one body as texts may call them. */
export interface Scope {
  readonly byAlias: ReadonlyMap<string, number>
  /** Those a text does mention: their results must be kept. */
  readonly keep: Set<number>
}

/** Nodes by the names people may use for them: their id, or a title that only one node has. */
export function aliases(nodes: readonly FlowNode[]): Map<string, number> {
  const byAlias = new Map<string, number>()
  const doubled = new Set<string>()
  nodes.forEach((node, index) => {
    if (node.title === undefined) return
    if (byAlias.has(node.title)) doubled.add(node.title)
    byAlias.set(node.title, index)
  })
  for (const title of doubled) byAlias.delete(title)
  nodes.forEach((node, index) => {
    byAlias.set(node.id, index)
  })
  return byAlias
}

/** What the texts and conditions of a node speak of, as paths of names. */
export const namedIn = (definition: NodeDefinition, params: unknown): (readonly string[])[] => [
  ...definition.templates(params).flatMap((template) => templateNames(template.text)),
  ...definition.conditions(params).flatMap((condition) => conditionNames(condition.when)),
]

/** Which results the texts of a node mention, looked for from its own body outwards. */
export function mentions(definition: NodeDefinition, params: unknown, scopes: readonly Scope[]): NodePlan['mentions'] {
  const found = new Map<string, { alias: string; up: number; node: number }>()
  for (const [root, alias] of namedIn(definition, params)) {
    if (root !== 'nodes' || alias === undefined || found.has(alias)) continue
    for (let up = 0; up < scopes.length; up++) {
      const node = scopes[up]?.byAlias.get(alias)
      if (node === undefined) continue
      scopes[up]?.keep.add(node)
      found.set(alias, { alias, up, node })
      break
    }
  }
  return [...found.values()]
}
