import { useState } from 'react'
import { FieldRow } from './FieldRow.tsx'
import type { FieldProps } from './field.ts'
import { useDraft } from './useDraft.ts'

/** Any JSON, and the shape of an answer. Broken JSON stays in the field with where it breaks, and is stored once it is whole. */
export function JsonField({ id, label, schema, value, onChange }: FieldProps) {
  const mustBeObject = schema.widget === 'schema'
  // While it is typed the text stays as typed, not as JSON would write it.
  const [typing, setTyping] = useState<string | null>(null)
  const [draft, keep, drop] = useDraft(id, label)
  const shown = draft ?? typing ?? (value === undefined ? '' : JSON.stringify(value, null, 2))
  const error = draft === null ? null : problemOf(draft, mustBeObject)
  return (
    <FieldRow id={id} label={label} description={schema.description} error={error}>
      <textarea
        id={id}
        className="field resize-y font-mono !text-row"
        rows={schema.widget === 'schema' ? 8 : 3}
        spellCheck={false}
        aria-invalid={error !== null}
        aria-describedby={`${id}-help`}
        placeholder={placeholderOf(schema)}
        value={shown}
        onChange={({ target: { value: text } }) => {
          setTyping(text)
          const problem = problemOf(text, mustBeObject)
          if (problem !== null) return keep(text, problem)
          drop()
          onChange(text.trim() === '' ? undefined : JSON.parse(text))
        }}
        onBlur={() => setTyping(null)}
      />
    </FieldRow>
  )
}

function placeholderOf({ widget, default: otherwise }: FieldProps['schema']): string {
  if (otherwise !== undefined) return JSON.stringify(otherwise)
  return widget === 'schema' ? '{ "type": "object", "properties": { … } }' : 'Not set'
}

export function problemOf(text: string, mustBeObject: boolean): string | null {
  if (text.trim() === '') return null
  try {
    const value: unknown = JSON.parse(text)
    if (mustBeObject && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      return 'A JSON Schema is an object: { "type": … }.'
    }
    return null
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const place = /position (\d+)/.exec(message)
    if (!place) return `Not JSON yet: ${message}.`
    const line = text.slice(0, Number(place[1])).split('\n').length
    return `Not JSON yet, line ${line}: ${message.replace(/ in JSON at position.*$/, '')}.`
  }
}
