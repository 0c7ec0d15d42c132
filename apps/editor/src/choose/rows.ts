import { definitions } from '@quorum/nodes/definitions'
import type { PatternRow, Wizard } from '../api/types.ts'
import { kindFor } from './kindFor.ts'

/** A pattern in the table. */
interface Row {
  readonly id: string
  readonly name: string
  readonly told: string
  /** What the matrix says of it, if it stands there. */
  readonly row: PatternRow | undefined
  /** This server has it as a node. */
  readonly here: boolean
  /** All names it goes by. */
  readonly text: string
}

export const rowsOf = ({ patterns, matrix }: Pick<Wizard, 'patterns' | 'matrix'>): readonly Row[] =>
  patterns.map(({ id, name }) => {
    const row = matrix.find((one) => one.id === id)
    const kind = kindFor(id)
    const told = row?.bestFor ?? kind?.summary ?? ''
    const names = definitions.flatMap((one) => (one.patternId === id ? [one.kind, one.title, ...one.aliases] : []))
    return {
      ...{ id, told, row, name: kind?.title ?? name, here: kind !== undefined },
      text: [id, name, told, kind?.summary, ...names].join(' · ').toLowerCase(),
    }
  })

/** `simple`: none of more than medium complexity. */
export function found(rows: readonly Row[], query: string, simple: boolean): readonly Row[] {
  const wanted = query.trim().toLowerCase()
  return rows.filter(({ text, row }) => text.includes(wanted) && (!simple || (row?.complexity ?? 9) <= 2))
}
