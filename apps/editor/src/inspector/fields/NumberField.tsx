import { useState } from 'react'
import { numberOrWord, type Schema } from '../schema.ts'
import { FieldRow } from './FieldRow.tsx'
import type { FieldProps } from './field.ts'
import { useDraft } from './useDraft.ts'

/** A number within its limits, or a word in its place where there are any. What cannot be one is kept as typed, said to be wrong, and not stored. */
export function NumberField({ id, label, schema, value, onChange }: FieldProps) {
  const [typing, setTyping] = useState<string | null>(null)
  const [draft, keep, drop] = useDraft(id, label)
  const shown = draft ?? typing ?? (typeof value === 'number' || typeof value === 'string' ? String(value) : '')
  const error = draft === null ? null : problemOf(draft, schema)
  return (
    <FieldRow id={id} label={label} description={schema.description} error={error}>
      <input
        id={id}
        type="text"
        inputMode={schema.anyOf ? 'text' : 'decimal'}
        className="field figures"
        aria-invalid={error !== null}
        aria-describedby={`${id}-help`}
        placeholder={schema.default === undefined ? 'Not set' : String(schema.default)}
        value={shown}
        onChange={({ target: { value: text } }) => {
          setTyping(text)
          const problem = problemOf(text, schema)
          if (problem !== null) return keep(text, problem)
          drop()
          const typed = text.trim()
          const word = numberOrWord(schema)?.words.includes(typed)
          onChange(typed === '' ? undefined : word ? typed : Number(typed))
        }}
        onBlur={() => setTyping(null)}
      />
    </FieldRow>
  )
}

function problemOf(text: string, schema: Schema): string | null {
  const { number: { type, minimum, maximum } = schema, words = [] } = numberOrWord(schema) ?? {}
  if (text.trim() === '' || words.includes(text.trim())) return null
  const number = Number(text)
  if (!Number.isFinite(number)) return `This is not a number${words.map((word) => `, nor “${word}”`).join('')}.`
  if (type === 'integer' && !Number.isInteger(number)) return 'Must be a whole number.'
  if (minimum !== undefined && number < minimum) return `Must be at least ${minimum}.`
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && number > maximum)
    return `Must be at most ${maximum}.`
  return null
}
