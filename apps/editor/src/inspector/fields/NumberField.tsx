import { useState } from 'react'
import { FieldRow } from './FieldRow.tsx'
import type { FieldProps } from './field.ts'
import { useDraft } from './useDraft.ts'

/** A number within its limits. What cannot be one is kept as typed, said to be wrong, and not stored. */
export function NumberField({ id, label, schema, value, onChange }: FieldProps) {
  const [typing, setTyping] = useState<string | null>(null)
  const [draft, keep, drop] = useDraft(id, label)
  const shown = draft ?? typing ?? (typeof value === 'number' ? String(value) : '')
  const error = draft === null ? null : problemOf(draft, schema)
  return (
    <FieldRow id={id} label={label} description={schema.description} error={error}>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        className="field figures"
        aria-invalid={error !== null}
        aria-describedby={`${id}-help`}
        placeholder={typeof schema.default === 'number' ? String(schema.default) : 'Not set'}
        value={shown}
        onChange={({ target: { value: text } }) => {
          setTyping(text)
          const problem = problemOf(text, schema)
          if (problem !== null) return keep(text, problem)
          drop()
          onChange(text.trim() === '' ? undefined : Number(text))
        }}
        onBlur={() => setTyping(null)}
      />
    </FieldRow>
  )
}

function problemOf(text: string, { type, minimum, maximum }: FieldProps['schema']): string | null {
  if (text.trim() === '') return null
  const number = Number(text)
  if (!Number.isFinite(number)) return 'This is not a number.'
  if (type === 'integer' && !Number.isInteger(number)) return 'Must be a whole number.'
  if (minimum !== undefined && number < minimum) return `Must be at least ${minimum}.`
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && number > maximum)
    return `Must be at most ${maximum}.`
  return null
}
