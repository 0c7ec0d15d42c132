import type { Edge, Flow, FlowNode } from '@quorum/engine'
import { factsOf } from '../geometry/facts.ts'

/** One line of "See differences": what `mine` has that `theirs` has not, and the other way round. */
export interface Difference {
  readonly what: 'added' | 'removed' | 'changed'
  readonly text: string
}

/** From `theirs` to `mine`, in words. Positions count as one line, however many nodes moved. */
export function differences(theirs: Flow, mine: Flow): readonly Difference[] {
  const lines: Difference[] = []
  if (theirs.name !== mine.name) lines.push({ what: 'changed', text: `Name: “${theirs.name}” → “${mine.name}”` })
  if (!same(theirs.settings, mine.settings)) lines.push({ what: 'changed', text: 'Settings of the workflow' })
  if (theirs.description !== mine.description) lines.push({ what: 'changed', text: 'Description' })
  let moved = 0
  const before = new Map(theirs.nodes.map((node) => [node.id, node]))
  for (const node of mine.nodes) {
    const old = before.get(node.id)
    before.delete(node.id)
    if (!old) lines.push({ what: 'added', text: `Step “${factsOf(node).title}”` })
    else {
      lines.push(...nodeDifferences(old, node))
      if (!same(old.position, node.position)) moved++
    }
  }
  for (const node of before.values()) lines.push({ what: 'removed', text: `Step “${factsOf(node).title}”` })
  lines.push(...edgeDifferences(theirs, mine))
  if (moved > 0) lines.push({ what: 'changed', text: `Position of ${moved} ${moved === 1 ? 'step' : 'steps'}` })
  if (!same(theirs.notes, mine.notes)) lines.push({ what: 'changed', text: 'Notes on the canvas' })
  if (!same(theirs.groups ?? [], mine.groups ?? [])) lines.push({ what: 'changed', text: 'Groups on the canvas' })
  return lines
}

function nodeDifferences(old: FlowNode, node: FlowNode): Difference[] {
  const name = factsOf(node).title
  const lines: Difference[] = []
  if (old.title !== node.title) lines.push({ what: 'changed', text: `Title: “${factsOf(old).title}” → “${name}”` })
  for (const key of new Set([...Object.keys(old.params), ...Object.keys(node.params)])) {
    if (same(old.params[key], node.params[key])) continue
    lines.push({ what: 'changed', text: `${name}, ${key}: ${short(old.params[key])} → ${short(node.params[key])}` })
  }
  if (!same(old.policy, node.policy)) lines.push({ what: 'changed', text: `${name}: what happens on errors` })
  if (old.parent !== node.parent) lines.push({ what: 'changed', text: `${name}: moved in or out of a container` })
  return lines
}

function edgeDifferences(theirs: Flow, mine: Flow): Difference[] {
  const titles = new Map([...theirs.nodes, ...mine.nodes].map((node) => [node.id, factsOf(node).title]))
  const words = (edge: Edge): string => `Connection ${titles.get(edge.source)} → ${titles.get(edge.target)}`
  const end = ({ source, sourcePort, target, targetPort }: Edge): string =>
    JSON.stringify([source, sourcePort ?? '', target, targetPort ?? ''])
  const before = new Map(theirs.edges.map((edge) => [end(edge), edge]))
  const lines: Difference[] = []
  for (const edge of mine.edges) {
    const old = before.get(end(edge))
    before.delete(end(edge))
    if (!old) lines.push({ what: 'added', text: words(edge) })
    else if (old.maxRounds !== edge.maxRounds) lines.push({ what: 'changed', text: `${words(edge)}: rounds` })
  }
  for (const edge of before.values()) lines.push({ what: 'removed', text: words(edge) })
  return lines
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

function short(value: unknown): string {
  const text = value === undefined ? 'not set' : typeof value === 'string' ? `“${value}”` : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
