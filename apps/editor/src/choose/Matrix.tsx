import { useState } from 'react'
import type { Degree, Template, Wizard } from '../api/types.ts'
import { found, rowsOf } from './rows.ts'

const degrees = ['none', 'low', 'medium', 'high', 'very high']
const words = (degree: Degree | undefined): string =>
  degree === undefined
    ? '–'
    : degree === 'm'
      ? 'mixed'
      : degree === 'v'
        ? 'varies'
        : (degrees[degree] ?? String(degree))

interface Props {
  readonly wizard: Wizard
  readonly templates: readonly Template[]
  readonly onTake: (patternId: string) => void
}

/** Every pattern in one table, found by any name people use for it. */
export function Matrix({ wizard, templates, onTake }: Props) {
  const [query, setQuery] = useState('')
  const [simple, setSimple] = useState(false)
  const rows = rowsOf(wizard)
  const shown = found(rows, query, simple)
  const examples = new Set(templates.map(({ pattern }) => pattern))
  return (
    <section aria-labelledby="matrix-title" className="mb-12">
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <h2 id="matrix-title" className="font-semibold text-heading">
          All patterns
        </h2>
        <span className="flex-1" />
        <label className="flex items-center gap-2 text-body">
          <input type="checkbox" checked={simple} onChange={(event) => setSimple(event.target.checked)} /> Simple ones
          only
        </label>
        <input
          type="search"
          aria-label="Find a pattern by any name"
          placeholder="Find by any name"
          className="field w-56"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <p className="sr-only" aria-live="polite">{`${shown.length} patterns`}</p>
      <div className="overflow-x-auto rounded-node border border-line">
        <table className="w-full text-left text-row">
          <thead className="bg-surface-2 text-meta text-muted">
            <tr>
              {['Pattern', 'Best for', 'Parallel', 'Complexity', 'Overhead'].map((title) => (
                <th key={title} scope="col" className="px-3 py-2 font-medium">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ id, name, told, row, here }) => (
              <tr key={id} className="border-line border-t bg-surface">
                <th scope="row" className="px-3 py-2 font-medium">
                  {here ? (
                    <button type="button" className="text-left text-accent underline" onClick={() => onTake(id)}>
                      {name}
                    </button>
                  ) : (
                    name
                  )}
                  <span className="ml-2 text-meta text-muted">{examples.has(id) ? `${id} · example` : id}</span>
                </th>
                <td className="px-3 py-2">{told}</td>
                <td className="whitespace-nowrap px-3 py-2">{words(row?.parallelism)}</td>
                <td className="whitespace-nowrap px-3 py-2">{words(row?.complexity)}</td>
                <td className="whitespace-nowrap px-3 py-2">{words(row?.overhead)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {shown.length === 0 ? <p className="p-4 text-body text-muted">No pattern goes by “{query.trim()}”.</p> : null}
      </div>
    </section>
  )
}
