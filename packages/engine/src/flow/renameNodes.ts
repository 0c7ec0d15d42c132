/** The names under which templates and conditions know the results of other nodes: `nodes.draft`, `nodes["first draft"]`. */
const mention = /\bnodes(?:\.([A-Za-z_]\w*)|\[\s*"([^"]*)"\s*\]|\[\s*'([^']*)'\s*\])/g

/** Any JSON with every mention of a node replaced by what `rename` says; undefined leaves it. New names are identifiers. */
export function renameNodes<T>(json: T, rename: (name: string) => string | undefined): T {
  if (typeof json === 'string') {
    return json.replace(mention, (whole, bare?: string, double?: string, single?: string) => {
      const to = rename(bare ?? double ?? single ?? '')
      return to === undefined ? whole : `nodes.${to}`
    }) as T
  }
  if (Array.isArray(json)) return json.map((entry) => renameNodes(entry, rename)) as T
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, renameNodes(value, rename)])) as T
}
