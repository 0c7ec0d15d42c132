import { useId } from 'react'
import { useModels } from '../../api/useModels.ts'
import { FieldRow } from './FieldRow.tsx'
import type { FieldProps } from './field.ts'

/** A model from the server's list, or any id typed by hand (`local/<name>`). Empty: the default of the flow. */
export function ModelField({ id, label, schema, value, onChange }: FieldProps) {
  const models = useModels()
  const listId = useId()
  const text = typeof value === 'string' ? value : ''
  const known = models?.find((model) => model.id === text)
  const error = known && !known.available ? (known.reason ?? 'This model cannot be used now.') : null
  return (
    <FieldRow id={id} label={label} description={known?.label ?? schema.description} error={error}>
      <input
        id={id}
        list={listId}
        className="field"
        aria-describedby={`${id}-help`}
        placeholder="Default model of this flow"
        value={text}
        maxLength={200}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      />
      <datalist id={listId}>
        {models?.map((model) => (
          <option key={model.id} value={model.id}>
            {model.available ? model.label : `${model.label} (not set up)`}
          </option>
        ))}
      </datalist>
    </FieldRow>
  )
}
