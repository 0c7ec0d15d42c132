import type { Value } from '@quorum/engine'
import { asTable, DataTable } from './DataTable.tsx'

const mostParts = 60
const deepest = 4

/** Whether people can read it as lists, tables and named parts; what is larger or deeper stays JSON. */
export function isReadable(value: Value, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || asTable(value)) return true
  const parts = Object.values(value)
  return depth < deepest && parts.length <= mostParts && parts.every((part) => isReadable(part, depth + 1))
}

/** Values with parts, in words: lists as lists, lists of small objects as tables, everything else by name. */
export function ReadableValue({ value }: { value: Value }) {
  if (typeof value !== 'object' || value === null) return <Plain value={value} />
  const table = asTable(value)
  if (table) return <DataTable rows={table} />
  const parts = Object.entries(value)
  if (parts.length === 0) return <span className="text-muted">nothing</span>
  if (Array.isArray(value))
    return (
      <ol className="list-decimal pl-6 text-body">
        {parts.map(([index, part]) => (
          <li key={index} className="py-0.5 marker:text-muted">
            <ReadableValue value={part} />
          </li>
        ))}
      </ol>
    )
  return (
    <dl className="grid grid-cols-[fit-content(10rem)_1fr] gap-x-4 gap-y-1 text-body">
      {parts.map(([name, part]) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="break-words text-muted text-row">{name}</dt>
          <dd className="min-w-0">
            <ReadableValue value={part} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Plain({ value }: { value: string | number | boolean | null }) {
  if (value === null || value === '') return <span className="text-muted">nothing</span>
  if (typeof value === 'boolean') return <>{value ? 'yes' : 'no'}</>
  return <span className="whitespace-pre-wrap break-words">{String(value)}</span>
}
