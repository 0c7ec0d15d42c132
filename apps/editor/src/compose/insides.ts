import type { Body } from '@quorum/engine'

type Expand = (params: never) => Body

let loaded: ReadonlyMap<string, Expand> | null = null

/** Brings what composites are made of. Who asks a definition to `expand` waits for it first. */
export async function loadInsides(): Promise<void> {
  if (loaded) return
  const { insides } = await import('./allInsides.ts')
  loaded = new Map(Object.entries(insides).map(([path, expand]) => [path.split('/').at(-2) ?? '', expand]))
}

/** Stands in for the `expand.ts` of a kind. @throws before {@link loadInsides}. */
export function insideOf(kind: string): Expand {
  const expand = loaded?.get(kind)
  if (!expand) throw new Error(`The inside of “${kind}” is not loaded.`)
  return expand
}
