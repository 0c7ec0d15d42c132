import { dispatch, isReadOnly, useDocument } from '../document/documentStore.ts'
import { FlowPrice } from '../price/FlowPrice.tsx'
import { SchemaField } from './fields/SchemaField.tsx'
import type { Schema } from './schema.ts'

const model: Schema = { widget: 'model', description: 'For every step that names none. Empty: the practice model.' }
const seed: Schema = { type: 'integer', description: 'The same seed makes the practice model answer the same.' }
const concurrency: Schema = {
  type: 'integer',
  minimum: 1,
  maximum: 1_000,
  default: 10,
  description: 'Calls in flight in one run.',
}
const onFailure: Schema = {
  enum: ['continue', 'stop'],
  default: 'continue',
  description: 'continue: Other branches go on. stop: The whole run ends.',
}
const calls: Schema = { type: 'integer', minimum: 0, description: 'The run stops before it makes more.' }

/** What the inspector shows while nothing is selected. */
export function FlowSettings() {
  const { name, description, settings } = useDocument(({ flow }) => flow)
  const readOnly = useDocument(isReadOnly)
  const set = (field: string) => (value: unknown) =>
    void dispatch({ type: 'setSettings', settings: { [field]: value } })
  return (
    <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4 p-4">
      <h2 className="font-semibold text-heading">{name}</h2>
      <div className="flex flex-col gap-1">
        <label htmlFor="flow-description" className="font-medium text-row">
          Description
        </label>
        <textarea
          id="flow-description"
          className="field resize-y"
          rows={3}
          value={description}
          onChange={(event) => dispatch({ type: 'describe', description: event.target.value })}
        />
      </div>
      <SchemaField
        id="flow-model"
        label="Default model"
        schema={model}
        value={settings.model}
        names={[]}
        onChange={set('model')}
      />
      <FlowPrice />
      <SchemaField
        id="flow-budget"
        label="Most model calls in a run"
        schema={calls}
        value={settings.budget?.calls}
        names={[]}
        onChange={(value) => {
          const { calls: _old, ...rest } = settings.budget ?? {}
          const budget = value === undefined ? rest : { ...rest, calls: value as number }
          dispatch({ type: 'setSettings', settings: { budget: Object.keys(budget).length === 0 ? undefined : budget } })
        }}
      />
      <SchemaField
        id="flow-concurrency"
        label="At once"
        schema={concurrency}
        value={settings.concurrency}
        names={[]}
        onChange={set('concurrency')}
      />
      <SchemaField
        id="flow-failure"
        label="When a step fails"
        schema={onFailure}
        value={settings.onFailure}
        names={[]}
        onChange={set('onFailure')}
      />
      <SchemaField id="flow-seed" label="Seed" schema={seed} value={settings.seed} names={[]} onChange={set('seed')} />
      <p className="text-meta text-muted">Select a step to see its settings.</p>
    </fieldset>
  )
}
