import type { Template } from '../api/types.ts'

export interface Shelf {
  readonly title: string
  readonly templates: readonly Template[]
}

/** So many stand at the front for newcomers: the first row of a wide window. */
const starters = 4
export const startHere = 'Start here'

/** What people come for, in the order of the gallery. */
export const outcomesOf = (templates: readonly Template[]): readonly string[] => [
  ...new Set(templates.map(({ outcome }) => outcome)),
]

/** The gallery in shelves, each template on one of them. With an outcome chosen or a search, there is no shelf for newcomers. */
export function shelvesOf(templates: readonly Template[], outcome: string | null, search: string): readonly Shelf[] {
  const wanted = search.trim().toLowerCase()
  const found = templates.filter((one) =>
    [one.title, one.summary, one.outcome, ...one.tags].join(' ').toLowerCase().includes(wanted),
  )
  const first = outcome === null && wanted === '' ? found.slice(0, starters) : []
  const others = found.slice(first.length).filter((one) => outcome === null || one.outcome === outcome)
  const shelves = outcomesOf(templates).map((title) => ({
    title,
    templates: others.filter((one) => one.outcome === title),
  }))
  return [{ title: startHere, templates: first }, ...shelves].filter((shelf) => shelf.templates.length > 0)
}
