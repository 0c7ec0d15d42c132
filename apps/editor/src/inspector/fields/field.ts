import type { NameChoice } from '../names.ts'
import type { Schema } from '../schema.ts'

/** What every field of the inspector gets. `undefined` as a value means: not set, the default holds. */
export interface FieldProps {
  readonly id: string
  readonly label: string
  readonly schema: Schema
  readonly value: unknown
  readonly names: readonly NameChoice[]
  readonly onChange: (value: unknown) => void
}
