import { listFlows } from '../../api/client.ts'
import { useLoad } from '../../api/useLoad.ts'
import { useDocument } from '../../document/documentStore.ts'
import { FieldRow } from './FieldRow.tsx'
import type { FieldProps } from './field.ts'

/** One of the saved flows. One that is gone stays chosen and says so. */
export function FlowField({ id, label, schema, value, onChange }: FieldProps) {
  const own = useDocument((state) => state.id)
  const { data, error } = useLoad('flows', () => listFlows({ limit: 200 }))
  const flows = (data?.items ?? []).filter((flow) => flow.id !== own)
  const chosen = typeof value === 'string' ? value : ''
  const gone = data !== null && chosen !== '' && !flows.some((flow) => flow.id === chosen)
  return (
    <FieldRow
      id={id}
      label={label}
      description={schema.description}
      error={gone ? 'This flow is not there any more. Choose another one.' : error}
    >
      <select
        id={id}
        className="field"
        aria-describedby={`${id}-help`}
        value={chosen}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      >
        <option value="">Choose a flow</option>
        {gone ? <option value={chosen}>{chosen}</option> : null}
        {flows.map((flow) => (
          <option key={flow.id} value={flow.id}>
            {flow.name}
          </option>
        ))}
      </select>
    </FieldRow>
  )
}
