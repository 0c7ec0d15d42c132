import type { Category, NodeDefinition } from '@quorum/engine'

const categories: readonly { readonly id: Category; readonly label: string }[] = [
  { id: 'flow', label: 'Flow' },
  { id: 'agent', label: 'Agents' },
  { id: 'decide', label: 'Decide' },
  { id: 'scale', label: 'Scale' },
  { id: 'tool', label: 'Tools' },
  { id: 'human', label: 'People' },
  { id: 'io', label: 'Input and output' },
]

type Searched = Pick<NodeDefinition, 'kind' | 'title' | 'summary' | 'aliases'>

/**
 * How well a kind answers a search, 0 for not at all. Every word must be found; a title counts more than another
 * name, and that more than the sentence. A name that is searched for as a whole counts most.
 */
function score(definition: Searched, query: string): number {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  let total = nameScore(definition, query.trim().toLowerCase())
  for (const word of words) {
    const found = wordScore(definition, word)
    if (found === 0) return 0
    total += found
  }
  return total
}

function nameScore({ kind, title, aliases }: Searched, name: string): number {
  if (kind === name || title.toLowerCase() === name) return 1_000
  return aliases.some((alias) => alias.toLowerCase() === name) ? 900 : 1
}

function wordScore({ kind, title, summary, aliases }: Searched, word: string): number {
  const name = title.toLowerCase()
  if (name === word || kind === word) return 100
  if (name.startsWith(word) || kind.startsWith(word)) return 80
  const others = aliases.map((alias) => alias.toLowerCase())
  if (others.includes(word)) return 70
  if (others.some((alias) => alias.startsWith(word))) return 60
  if (name.includes(word) || kind.includes(word)) return 50
  if (others.some((alias) => alias.includes(word))) return 40
  return summary.toLowerCase().includes(word) ? 20 : 0
}

/** Best first; equal ones keep the order they came in. */
export function searchKinds<D extends Searched>(definitions: readonly D[], query: string): readonly D[] {
  return definitions
    .map((definition) => ({ definition, points: score(definition, query) }))
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points)
    .map(({ definition }) => definition)
}

export interface Group<D> {
  readonly label: string
  readonly items: readonly D[]
}

/** What nearly every flow begins with: at hand until somebody has enough recent ones of their own. */
const often = ['input', 'agent', 'vote', 'output']
const ENOUGH = 3

/** What a list of kinds shows: hits in one list while searching, else the recent ones and the groups. */
export function groupKinds<D extends Searched & Pick<NodeDefinition, 'category'>>(
  definitions: readonly D[],
  query: string,
  recent: readonly string[] = [],
): readonly Group<D>[] {
  if (query.trim() !== '') {
    const items = searchKinds(definitions, query)
    return items.length > 0 ? [{ label: 'Found', items }] : []
  }
  const own = recent.length >= ENOUGH
  const first = own ? recent : [...new Set([...recent, ...often])].slice(0, often.length)
  const known = first.flatMap((kind) => definitions.filter((definition) => definition.kind === kind))
  const groups = categories.map(({ id, label }) => ({
    label,
    items: definitions.filter(({ category }) => category === id),
  }))
  return [{ label: own ? 'Recent' : 'Often used', items: known }, ...groups].filter(({ items }) => items.length > 0)
}
