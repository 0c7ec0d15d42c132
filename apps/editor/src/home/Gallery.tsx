import { useRef, useState } from 'react'
import type { Template } from '../api/types.ts'
import { outcomesOf, type PatternNames, shelvesOf } from './gallery.ts'
import { TemplateCard } from './TemplateCard.tsx'

interface Props {
  readonly templates: readonly Template[]
  readonly search: string
  readonly names: PatternNames
  readonly categoryOf: (kind: string) => string | undefined
  readonly grid: string
}

/** Templates by what people come for; one outcome can be picked. */
export function Gallery({ templates, search, names, categoryOf, grid }: Props) {
  const [outcome, setOutcome] = useState<string | null>(null)
  const filters = useRef<HTMLFieldSetElement>(null)
  const shelves = shelvesOf(templates, outcome, search, names)
  const count = shelves.reduce((sum, shelf) => sum + shelf.templates.length, 0)
  const choose = (one: string) => {
    setOutcome(one)
    // The shelves above are gone: what was pressed is, too.
    filters.current?.scrollIntoView({ block: 'start' })
    filters.current?.querySelector<HTMLElement>(`[data-outcome="${CSS.escape(one)}"]`)?.focus()
  }
  return (
    <>
      <fieldset ref={filters} className="mb-4 flex flex-wrap gap-2">
        <legend className="sr-only">What for?</legend>
        {[null, ...outcomesOf(templates)].map((one) => (
          <button
            key={one}
            type="button"
            data-outcome={one}
            aria-pressed={one === outcome}
            className="rounded-full border border-line-strong px-3 py-1 text-row hover:bg-surface-2 aria-pressed:border-accent aria-pressed:font-medium aria-pressed:text-accent forced-colors:aria-pressed:outline-2"
            onClick={() => setOutcome(one)}
          >
            {one ?? 'All'}
          </button>
        ))}
      </fieldset>
      <p className="sr-only" aria-live="polite">
        {outcome === null && search.trim() === '' ? '' : `${count} templates`}
      </p>
      {count === 0 ? (
        <p className="text-body text-muted">
          No template{outcome === null ? '' : ` for “${outcome}”`} matches “{search.trim()}”.
        </p>
      ) : null}
      {shelves.map((shelf) => (
        <div key={shelf.title} className="mb-6">
          <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
            <h3 className="font-medium text-body text-muted">{shelf.title}</h3>
            {shelf.more > 0 ? (
              <button
                type="button"
                className="py-1 text-accent text-row underline"
                aria-label={`${shelf.more} more: ${shelf.title}`}
                onClick={() => choose(shelf.title)}
              >
                {shelf.more} more
              </button>
            ) : null}
          </div>
          <div className={grid}>
            {shelf.templates.map((template) => (
              <TemplateCard key={template.id} template={template} categoryOf={categoryOf} />
            ))}
          </div>
        </div>
      ))}
    </>
  )
}
