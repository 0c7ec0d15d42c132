import { CodeText } from './CodeText.tsx'
import { FieldRow } from './FieldRow.tsx'
import type { FieldProps } from './field.ts'

/** JavaScript: the body of a step that computes, checks or scores. */
export function CodeField({ id, label, schema, value, names, onChange }: FieldProps) {
  const text = typeof value === 'string' ? value : typeof schema.default === 'string' ? schema.default : ''
  return (
    <FieldRow id={id} label={label} description={schema.description}>
      <CodeText id={id} label={label} mode="javascript" value={text} names={names} rows={10} onChange={onChange} />
    </FieldRow>
  )
}
