import { Dots } from '../card/Dots.tsx'
import { begun, type CardProps, ended } from '../card/props.tsx'

const letters: Readonly<Record<string, string>> = {
  completed: 'c',
  failed: 'f',
  skipped: 's',
  cancelled: 'x',
  running: 'r',
  retrying: 'r',
  waiting: 'r',
}

interface Props {
  readonly rows: number
  readonly columns: number
  readonly inner: CardProps['inner']
}

/** Layers of agents side by side, a dot for each agent, as `layered` names them. */
export function Grid({ rows, columns, inner }: Props) {
  return (
    <div className="flex gap-3">
      {Array.from({ length: Math.min(rows, 8) }, (_, row) => (
        <Dots key={row} items={lettersOf(row, columns, inner)} size={6} />
      ))}
    </div>
  )
}

const lettersOf = (row: number, columns: number, inner: CardProps['inner']): string =>
  Array.from({ length: columns }, (_, i) => letters[inner(`agent-${row + 1}-${i + 1}`)?.status ?? ''] ?? 'q').join('')

/** The layer at work, from 0; null once all are through. */
export function rowAtWork(rows: number, columns: number, inner: CardProps['inner']): number | null {
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < columns; i++) {
      const agent = inner(`agent-${row + 1}-${i + 1}`)
      if (!begun(agent) || !ended(agent)) return row
    }
  return null
}
