import type { Body, Flow } from '@quorum/engine'
import { byKind } from '@quorum/nodes/definitions'

type Expand = (params: never) => Body

let loaded: ReadonlyMap<string, Expand> | null = null

/** Brings what composites are made of. Who asks a definition to `expand` waits for it first. */
export async function loadInsides(): Promise<void> {
  if (loaded) return
  const [{ insides }, { pieces }] = await Promise.all([import('./allInsides.ts'), import('@quorum/nodes/pieces')])
  Object.assign(byKind, pieces)
  loaded = new Map(Object.entries(insides).map(([path, expand]) => [path.split('/').at(-2) ?? '', expand]))
}

/** Stands in for the `expand.ts` of a kind. @throws before {@link loadInsides}. */
export function insideOf(kind: string): Expand {
  const expand = loaded?.get(kind)
  if (!expand) throw new Error(`The inside of “${kind}” is not loaded.`)
  return expand
}

/** A flow in which something was laid open is drawn with the kinds it then has. */
export async function loadKindsOf({ nodes }: Pick<Flow, 'nodes'>): Promise<void> {
  if (nodes.some(({ kind }) => !Object.hasOwn(byKind, kind))) await loadInsides()
}
