import { type FormEvent, useState } from 'react'
import type { Model, ModelSettings } from '../api/types.ts'
import { Button } from '../ui/Button.tsx'

interface Props {
  readonly value: ModelSettings['fallbacks']
  readonly models: readonly Model[]
  readonly onChange: (value: ModelSettings['fallbacks']) => void
}

/** Who is asked when a model cannot be reached, has had too many calls, or is used up. */
export function Fallbacks({ value, models, onChange }: Props) {
  const [model, setModel] = useState('')
  const [instead, setInstead] = useState('')
  const add = (event: FormEvent): void => {
    event.preventDefault()
    const chain = instead.split(/[\s,]+/).filter(Boolean)
    onChange([...value.filter((one) => one.model !== model.trim()), { model: model.trim(), instead: chain }])
    setModel('')
    setInstead('')
  }
  return (
    <details className="mt-3 rounded-node border border-line">
      <summary className="px-4 py-2 font-medium text-body">When a model cannot be had</summary>
      <p className="px-4 text-muted text-row">
        Then these are asked in turn. The run says which one answered. A request that is itself at fault is not passed
        on.
      </p>
      <ul className="px-4 pt-2">
        {value.map((one) => (
          <li key={one.model} className="flex flex-wrap items-center gap-2 py-1 text-row">
            <code className="font-mono">{one.model}</code> →{' '}
            <code className="flex-1 font-mono">{one.instead.join(', ')}</code>
            <Button
              size="small"
              look="danger"
              aria-label={`Remove what is asked instead of ${one.model}`}
              onClick={() => onChange(value.filter((other) => other !== one))}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <form onSubmit={add} className="flex flex-wrap items-end gap-2 px-4 py-3">
        <datalist id="fallback-models">
          {models.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </datalist>
        <label htmlFor="fallback-model" className="block min-w-40 flex-1 text-row">
          <span className="mb-1 block font-medium">Instead of</span>
          <input
            id="fallback-model"
            list="fallback-models"
            className="field"
            value={model}
            onChange={({ target }) => setModel(target.value)}
          />
        </label>
        <label htmlFor="fallback-instead" className="block min-w-40 flex-1 text-row">
          <span className="mb-1 block font-medium">ask (in order, with commas)</span>
          <input
            id="fallback-instead"
            list="fallback-models"
            className="field"
            value={instead}
            onChange={({ target }) => setInstead(target.value)}
          />
        </label>
        <Button type="submit" disabled={!model.includes('/') || !instead.includes('/')}>
          Add
        </Button>
      </form>
    </details>
  )
}
