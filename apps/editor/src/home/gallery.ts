import type { CatalogueKind, Template } from '../api/types.ts'

export interface Shelf {
  readonly title: string
  readonly templates: readonly Template[]
  /** Of this outcome there are so many more, which are shown once it is chosen. */
  readonly more: number
}

/** The first row of a wide window: so many stand at the front for newcomers, and on every shelf. */
const row = 4
export const startHere = 'Start here'

/** What people come for, in the order of the gallery. */
export const outcomesOf = (templates: readonly Template[]): readonly string[] => [
  ...new Set(templates.map(({ outcome }) => outcome)),
]

/** All names of a pattern, by its id: what it is called here and elsewhere. */
export type PatternNames = ReadonlyMap<string, readonly string[]>

export function patternNames(
  kinds: readonly Pick<CatalogueKind, 'kind' | 'title' | 'aliases' | 'patternId'>[],
): PatternNames {
  const names = new Map<string, readonly string[]>()
  for (const { kind, title, aliases, patternId } of kinds)
    if (patternId) names.set(patternId, [...(names.get(patternId) ?? []), kind, title, ...aliases])
  return names
}

/** The gallery in shelves, each template on one of them. With an outcome chosen or a search, all that fit are there, and no shelf for newcomers. */
export function shelvesOf(
  templates: readonly Template[],
  outcome: string | null,
  search: string,
  names: PatternNames = new Map(),
): readonly Shelf[] {
  const wanted = search.trim().toLowerCase()
  const found = templates.filter((one) =>
    [one.title, one.summary, one.outcome, ...one.tags, ...(names.get(one.pattern) ?? [])]
      .join(' · ')
      .toLowerCase()
      .includes(wanted),
  )
  const browsing = outcome === null && wanted === ''
  const first = browsing ? found.slice(0, row) : []
  const others = found.slice(first.length).filter((one) => outcome === null || one.outcome === outcome)
  const shelves = outcomesOf(templates).map((title): Shelf => {
    const all = others.filter((one) => one.outcome === title)
    const shown = browsing ? all.slice(0, row) : all
    return { title, templates: shown, more: all.length - shown.length }
  })
  return [{ title: startHere, templates: first, more: 0 }, ...shelves].filter((shelf) => shelf.templates.length > 0)
}
