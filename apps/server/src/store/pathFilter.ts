/**
 * Which steps a piece of a log speaks of, in two bytes an event: a Bloom filter (Bloom 1970, used as LSM stores do)
 * over the paths of its events and over all they lie in. `p[17]/w` is found under `p[17]/w`, `p[17]/` and `p[`.
 * It never misses one; of the pieces that do not speak of a path it lets about one in a hundred through.
 */
const bitsPerPath = 16
const probes = 4

const slash = 47
const bracket = 91
const round = 35

export interface PathFilter {
  add(path: string): void
  readonly bytes: Uint8Array
}

/** A filter for about `paths` paths. */
export function newPathFilter(paths: number): PathFilter {
  const bytes = new Uint8Array(2 ** Math.max(3, Math.ceil(Math.log2((paths * bitsPerPath) / 8))))
  return {
    bytes,
    add(path) {
      let hash = 0x811c9dc5
      for (let index = 0; index < path.length; index++) {
        const char = path.charCodeAt(index)
        hash = Math.imul(hash ^ char, 0x01000193)
        if (char === slash || char === bracket || char === round) mark(bytes, hash)
      }
      mark(bytes, hash)
    },
  }
}

/** What to look for: a whole path, or the beginning of paths with the character that ends it (`p[`, `council/`, `critic#`). */
export type PathKey = number
export function pathKey(text: string): PathKey {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}

/** What pieces in which items of this node open are found under, wherever the node lies. */
export const itemsOf = (node: string): string => `${node}[]`

/** False: certainly nothing in there. */
export function mayHold(bytes: Uint8Array, key: PathKey): boolean {
  const mask = bytes.length * 8 - 1
  let bit = spread(key)
  const step = spread(key + 0x9e3779b9) | 1
  for (let probe = 0; probe < probes; probe++) {
    const at = bit & mask
    if (((bytes[at >>> 3] as number) & (1 << (at & 7))) === 0) return false
    bit = (bit + step) | 0
  }
  return true
}

function mark(bytes: Uint8Array, key: PathKey): void {
  const mask = bytes.length * 8 - 1
  let bit = spread(key)
  const step = spread(key + 0x9e3779b9) | 1
  for (let probe = 0; probe < probes; probe++) {
    const at = bit & mask
    bytes[at >>> 3] = (bytes[at >>> 3] as number) | (1 << (at & 7))
    bit = (bit + step) | 0
  }
}

/** FNV-1a leaves its high bits nearly alone; this mixes them in. */
function spread(key: number): number {
  const hash = Math.imul(key ^ (key >>> 16), 0x85ebca6b)
  return Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
}
