import { shownFields, titleOf } from '../schema.ts'
import type { FieldProps } from './field.ts'
import { SchemaField } from './SchemaField.tsx'

/** A group of settings that is there or not ("Let a model choose"). */
export function ObjectField({ id, label, schema, value, names, onChange }: FieldProps) {
  const given = value ?? schema.default
  const fields = (typeof given === 'object' && given !== null ? given : null) as Record<string, unknown> | null
  const optional = schema.default === undefined
  const set = (name: string, next: unknown): void => {
    const after = { ...fields, [name]: next }
    if (next === undefined) delete after[name]
    onChange(after)
  }
  return (
    <fieldset className="flex flex-col gap-3 rounded-tile border border-line p-3">
      <legend className="px-1 font-medium text-row">
        {optional ? (
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={fields !== null}
              onChange={(event) => onChange(event.target.checked ? {} : undefined)}
            />
            {label}
          </label>
        ) : (
          label
        )}
      </legend>
      {schema.description ? <p className="text-meta text-muted">{schema.description}</p> : null}
      {fields
        ? shownFields(schema, fields).map(([name, inner]) => (
            <SchemaField
              key={name}
              id={`${id}-${name}`}
              label={titleOf(name, inner)}
              schema={inner}
              value={fields[name]}
              names={names}
              onChange={(next) => set(name, next)}
            />
          ))
        : null}
    </fieldset>
  )
}
