import { type Flow, type FlowNode, firstPort, hasBody, type NodeDefinition, portsOf } from '@quorum/engine'
import { flowLine, stepLine } from './carried.ts'
import { shapeOf } from './shapes.ts'
import { escapeText } from './text.ts'

type Find = (kind: string) => NodeDefinition | undefined

const reserved =
  /^(end|graph|flowchart|subgraph|class|classdef|click|style|linkstyle|default|direction|call|href|[ox])$/i

/**
 * A flow as a Mermaid flowchart: steps with their kind as class, connections with their ports as labels. What a drawing
 * cannot show stands in comments at its end ({@link stepLine}), so that it can be read again without loss.
 */
export function writeMermaid(flow: Flow, find: Find): string {
  const names = mermaidNames(flow)
  const nameOf = (id: string): string => names.get(id) ?? 'missing'
  const lines = ['flowchart LR', `%% flow ${escapeText(flow.name)}`]
  for (const [id, name] of names) if (id !== name) lines.push(`%% id ${name} ${id}`)

  const byId = new Map(flow.nodes.map((node) => [node.id, node]))
  const isContainer = (node: FlowNode): boolean => {
    const definition = find(node.kind)
    return definition ? hasBody(definition) : flow.nodes.some((other) => other.parent === node.id)
  }
  const childrenOf = new Map<string | undefined, FlowNode[]>()
  for (const node of flow.nodes) {
    const parent = node.parent !== undefined && byId.has(node.parent) ? node.parent : undefined
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), node])
  }
  const inner = innerEdges(flow, byId)
  const classes: string[] = []
  const seen = new Set<string>()
  const draw = (parent: string | undefined, indent: string): void => {
    for (const node of childrenOf.get(parent) ?? []) {
      if (seen.has(node.id)) continue
      seen.add(node.id)
      const name = nameOf(node.id)
      const text = `"${escapeText(node.title || find(node.kind)?.title || node.kind)}"`
      const kind = /^[A-Za-z][\w-]*$/.test(node.kind) ? node.kind : 'unknown'
      if (!isContainer(node)) {
        const { open, close } = shapeOf(node.kind)
        lines.push(`${indent}${name}${open}${text}${close}:::${kind}`)
        continue
      }
      lines.push(`${indent}subgraph ${name}[${text}]`)
      for (const port of inner.get(node.id) ?? []) lines.push(`${indent}  ${name}__${port}(("${port}")):::inside`)
      draw(node.id, `${indent}  `)
      lines.push(`${indent}end`)
      classes.push(`  class ${name} ${kind}`)
    }
  }
  draw(undefined, '  ')

  for (const edge of flow.edges) {
    const source = byId.get(edge.source)
    const target = byId.get(edge.target)
    if (!source || !target) continue
    const from = edge.sourcePort ?? firstOf(source, find, 'outputs', 'out')
    const to = edge.targetPort ?? firstOf(target, find, 'inputs', 'in')
    const intoBody = target.parent === source.id
    const outOfBody = source.parent === target.id
    // Ports that people name are not there without their settings, so they are always said, and so is what they displace.
    const isFirst = (node: FlowNode): boolean => from === firstOf(node, find, 'outputs', 'out')
    const plainFrom = intoBody || (isFirst(source) && isFirst({ ...source, params: {} }))
    const plainTo = outOfBody || to === firstOf(target, find, 'inputs', 'in')
    const label = [
      plainFrom && plainTo ? '' : escapeText(from),
      plainTo ? '' : ` → ${escapeText(to)}`,
      edge.maxRounds === undefined ? '' : ` ×${edge.maxRounds}`,
    ].join('')
    const left = intoBody ? `${nameOf(source.id)}__${edge.sourcePort ?? 'item'}` : nameOf(source.id)
    const right = outOfBody ? `${nameOf(target.id)}__${edge.targetPort ?? 'result'}` : nameOf(target.id)
    lines.push(`  ${left} -->${label === '' ? '' : `|"${label}"|`} ${right}`)
  }
  const also = flowLine(flow)
  const rest = flow.nodes.map((node) => stepLine(nameOf(node.id), node))
  return `${[...lines, ...classes, ...(also === null ? [] : [also]), ...rest].join('\n')}\n`
}

/** Ids that Mermaid can read; those it cannot are written down in a comment. */
function mermaidNames({ nodes }: Flow): Map<string, string> {
  const taken = new Set(nodes.map(({ id }) => id))
  const names = new Map<string, string>()
  let next = 1
  for (const { id } of nodes) {
    if (/^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$/.test(id) && !reserved.test(id)) {
      names.set(id, id)
      continue
    }
    while (taken.has(`n${next}`)) next++
    taken.add(`n${next}`)
    names.set(id, `n${next}`)
  }
  return names
}

/** Inner ports that edges of a body name, by container: Mermaid draws no line from a box to what is in it. */
function innerEdges(flow: Flow, byId: ReadonlyMap<string, FlowNode>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const add = (id: string, port: string): void => void found.set(id, (found.get(id) ?? new Set()).add(port))
  for (const { source, target, sourcePort, targetPort } of flow.edges) {
    if (byId.get(target)?.parent === source) add(source, sourcePort ?? 'item')
    else if (byId.get(source)?.parent === target) add(target, targetPort ?? 'result')
  }
  return found
}

function firstOf(node: FlowNode, find: Find, side: 'inputs' | 'outputs', fallback: string): string {
  const definition = find(node.kind)
  return definition ? firstPort(portsOf(node, definition)[side], fallback) : fallback
}
