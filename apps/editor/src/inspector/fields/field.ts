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
  /** The settings it stands among. */
  readonly others?: Readonly<Record<string, unknown>>
  /** Sets several of them at once. */
  readonly onOthers?: (params: Readonly<Record<string, unknown>>) => void
}
