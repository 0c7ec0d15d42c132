import { FieldRow } from './FieldRow.tsx'
import type { FieldProps } from './field.ts'

const placeholderOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** One line of text. Emptied, it is not set any more, unless it must be there. */
export function TextField({ id, label, schema, value, onChange }: FieldProps) {
  return (
    <FieldRow id={id} label={label} description={schema.description}>
      <input
        id={id}
        type="text"
        className="field"
        aria-describedby={schema.description ? `${id}-help` : undefined}
        placeholder={placeholderOf(schema.default)}
        value={typeof value === 'string' ? value : ''}
        maxLength={schema.maxLength}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      />
    </FieldRow>
  )
}

/** Several lines: prompts, instructions. */
export function LongTextField({ id, label, schema, value, onChange }: FieldProps) {
  const text = typeof value === 'string' ? value : placeholderOf(schema.default)
  return (
    <FieldRow id={id} label={label} description={schema.description}>
      <textarea
        id={id}
        className="field resize-y"
        rows={4}
        aria-describedby={schema.description ? `${id}-help` : undefined}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </FieldRow>
  )
}
