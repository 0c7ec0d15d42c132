import { getFlow } from '../../api/client.ts'
import { useLoad } from '../../api/useLoad.ts'
import { soleNode, useUi } from '../../canvas/uiStore.ts'
import { useDocument } from '../../document/documentStore.ts'
import { type InputField, inputFields } from '../../runs/inputFields.ts'
import type { Schema } from '../schema.ts'
import type { FieldProps } from './field.ts'
import { SchemaField } from './SchemaField.tsx'

const schemas: Readonly<Partial<Record<InputField['type'], Schema>>> = {
  text: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  list: { type: 'array', items: { type: 'string' } },
  json: { widget: 'json' },
}

/** The input of the called workflow as a form: what is set here is a setting of this step, the rest arrives. */
export function FlowInputField({ id, label, schema, value, names, onChange }: FieldProps) {
  const selected = useUi(soleNode)
  const flowId = useDocument(({ flow }) => flow.nodes.find((node) => node.id === selected)?.params.flowId)
  const called = useLoad(typeof flowId === 'string' && flowId !== '' ? `flow ${flowId}` : null, () =>
    getFlow(String(flowId)),
  )
  const fields = called.data ? inputFields(called.data.flow) : []
  const values = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>
  if (fields.length === 0) return null
  return (
    <fieldset className="flex flex-col gap-3 rounded-tile border border-line p-3">
      <legend className="px-1 font-medium text-row">{label}</legend>
      <p className="text-meta text-muted">{schema.description}</p>
      {fields.map((field) => (
        <SchemaField
          key={field.name}
          id={`${id}-${field.name}`}
          label={field.label}
          schema={{ ...(schemas[field.type] ?? { widget: 'json' }), description: 'Empty: as it arrives.' }}
          value={values[field.name]}
          names={names}
          onChange={(next) => {
            const { [field.name]: _old, ...rest } = values
            const after = next === undefined || next === '' ? rest : { ...rest, [field.name]: next }
            onChange(Object.keys(after).length === 0 ? undefined : after)
          }}
        />
      ))}
    </fieldset>
  )
}
