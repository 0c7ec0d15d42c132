/** The object of a `.meta()`, or a list of aliases. */
type Hint = Record<string, unknown> | string[]

const waiting = new Map<string, Hint[]>()
let known: Readonly<Record<string, Hint>> | null = null

/** In the build: what stands in `.meta()` and `aliases` until the inspector or a search brings the words (build/hintsOnDemand.ts). */
export function hintFor(key: string, rest: Hint): Hint {
  if (known) return Object.assign(rest, known[key])
  const all = waiting.get(key)
  if (all) all.push(rest)
  else waiting.set(key, [rest])
  return rest
}

/** Fills in all hints given out so far and from now on. */
export function fill(hints: Readonly<Record<string, Hint>>): void {
  known = hints
  for (const [key, all] of waiting) for (const hint of all) Object.assign(hint, hints[key])
  waiting.clear()
}
