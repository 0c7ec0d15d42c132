import { optionWords } from '../schema.ts'
import { FieldRow } from './FieldRow.tsx'
import type { FieldProps } from './field.ts'

export function SelectField({ id, label, schema, value, onChange }: FieldProps) {
  const current = value ?? schema.default
  const { words, told } = optionWords(schema)
  // What its options say in full need not stand below them again.
  const description = told ? undefined : schema.description
  return (
    <FieldRow id={id} label={label} description={description}>
      <select
        id={id}
        className="field"
        aria-describedby={description ? `${id}-help` : undefined}
        value={current === undefined ? '' : String(current)}
        onChange={(event) => {
          const chosen = schema.enum?.find((option) => String(option) === event.target.value)
          onChange(chosen)
        }}
      >
        {current === undefined ? <option value="">Not set</option> : null}
        {schema.enum?.map((option) => (
          <option key={String(option)} value={String(option)}>
            {words.get(option)}
          </option>
        ))}
      </select>
    </FieldRow>
  )
}

export function BooleanField({ id, label, schema, value, onChange }: FieldProps) {
  return (
    <div className="flex flex-col gap-0.5">
      <label htmlFor={id} className="flex min-h-6 items-center gap-2 font-medium text-row">
        <input
          id={id}
          type="checkbox"
          className="size-4 accent-accent"
          checked={(value ?? schema.default) === true}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
      {schema.description ? <p className="pl-6 text-meta text-muted">{schema.description}</p> : null}
    </div>
  )
}
