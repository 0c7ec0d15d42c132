/** A 32-bit hash of text and number (FNV-1a with a final avalanche): every random choice of a run derives from its seed and a path. */
export const hashSeed = (seed: number, text: string): number => endHash(hashOn(beginHash(seed), text))

/** The same hash in parts, for many texts that begin alike: `endHash(hashOn(hashOn(beginHash(seed), 'a'), 'b'))` is that of “ab”. */
export const beginHash = (seed: number): number => (0x811c9dc5 ^ seed) >>> 0

export function hashOn(begun: number, text: string): number {
  let hash = begun
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return hash
}

export function endHash(begun: number): number {
  let hash = begun
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Freezes a JSON value to its leaves; what is frozen already is taken as done. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const inner of Object.values(value)) deepFreeze(inner)
  return value
}
