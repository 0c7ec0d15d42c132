import { nameOfNode } from './nodeName.ts'

/**
 * A place in a run for people: `p[2]/w` → "Item 3 · Sum up", `refine#2/critic` → "Round 2 · Critic", seen from the node that
 * is its first segment. Empty for the node itself.
 */
export function pathWords(path: string): string {
  const segments = path.split('/')
  const words = segments.flatMap((segment, index) => {
    const [, id = '', rest = ''] = /^([^#[]*)(.*)$/.exec(segment) ?? []
    const times = [...rest.matchAll(/\[(\d+)\]|#(\d+)/g)].map(([, item, round]) =>
      item === undefined ? `Round ${round}` : `Item ${Number(item) + 1}`,
    )
    return [...(index === 0 ? [] : [nameOfNode(id)]), ...times]
  })
  return words.join(' · ')
}
