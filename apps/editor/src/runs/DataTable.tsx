import { isRecord, type Value } from '@quorum/engine'

type Row = Readonly<Record<string, Value>>
const mostRows = 100
const mostColumns = 8

/** A list of small flat objects reads better as a table; null for anything else. */
export function asTable(value: Value): readonly Row[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostRows) return null
  const flat = value.every(
    (row) => isRecord(row) && Object.values(row).every((cell) => typeof cell !== 'object' || cell === null),
  )
  return flat && columnsOf(value as readonly Row[]).length <= mostColumns ? (value as readonly Row[]) : null
}

const columnsOf = (rows: readonly Row[]): readonly string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))]

export function DataTable({ rows }: { rows: readonly Row[] }) {
  const columns = columnsOf(rows)
  return (
    <table className="figures mt-1 text-body">
      <thead className="text-muted text-row">
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col" className="py-1 pr-6 text-left font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={`${index} ${row[columns[0] ?? '']}`} className="border-line border-t align-top">
            {columns.map((name) => (
              <td key={name} className="py-1 pr-6">
                {String(row[name] ?? '')}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
