import { useState } from 'react'
import { FieldRow } from './FieldRow.tsx'
import type { FieldProps } from './field.ts'

/** Any JSON, and the shape of an answer. Broken JSON stays in the field with where it breaks, and is not stored. */
export function JsonField({ id, label, schema, value, onChange }: FieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? (value === undefined ? '' : JSON.stringify(value, null, 2))
  const error = typed === null ? null : problemOf(typed, schema.widget === 'schema')
  return (
    <FieldRow id={id} label={label} description={schema.description} error={error}>
      <textarea
        id={id}
        className="field resize-y font-mono !text-row"
        rows={schema.widget === 'schema' ? 8 : 3}
        spellCheck={false}
        aria-invalid={error !== null}
        aria-describedby={`${id}-help`}
        placeholder={schema.widget === 'schema' ? '{ "type": "object", "properties": { … } }' : 'Not set'}
        value={shown}
        onChange={({ target }) => {
          setTyped(target.value)
          if (target.value.trim() === '') onChange(undefined)
          else if (problemOf(target.value, schema.widget === 'schema') === null) onChange(JSON.parse(target.value))
        }}
        onBlur={() => error === null && setTyped(null)}
      />
    </FieldRow>
  )
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
