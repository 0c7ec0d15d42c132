import { isRecord, type Value } from '@quorum/engine'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/Button.tsx'

interface Props {
  value: Value
  /** What the button says. */
  submit: string
  /** @returns what is wrong with it, or null when it is done. */
  onSubmit: (value: Value) => Promise<string | null>
  onCancel: () => void
  /** Always as JSON, whatever it is. */
  json?: boolean
}

/** An object of a few texts is edited text by text; anything else that is no text, as JSON. */
const asTexts = (value: Value): Readonly<Record<string, string>> | null => {
  if (!isRecord(value)) return null
  const fields = Object.entries(value)
  return fields.length > 0 && fields.length <= 6 && fields.every(([, text]) => typeof text === 'string')
    ? (Object.fromEntries(fields) as Record<string, string>)
    : null
}

/** Any value, to be changed by hand. */
export function ValueForm({ value, submit, onSubmit, onCancel, json = false }: Props) {
  const texts = json ? null : asTexts(value)
  const shape = !json && typeof value === 'string' ? 'text' : texts ? 'fields' : 'json'
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(
    () => texts ?? { value: shape === 'text' ? String(value) : JSON.stringify(value, null, 2) },
  )
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    let edited: Value = shape === 'fields' ? typed : (typed.value ?? '')
    if (shape === 'json') {
      try {
        edited = JSON.parse(typed.value ?? '') as Value
      } catch (error) {
        return setWrong(`This is not JSON: ${error instanceof Error ? error.message : 'check brackets and quotes'}.`)
      }
    }
    setBusy(true)
    const problem = await onSubmit(edited)
    setBusy(false)
    setWrong(problem)
  }
  const names = Object.keys(typed)
  return (
    <form onSubmit={send} className="flex flex-col gap-2 pb-2">
      {names.map((name) => (
        <div key={name} className="flex flex-col gap-1">
          <label htmlFor={`edited-${name}`} className="font-medium text-row">
            {shape === 'fields' ? name : shape === 'text' ? 'Text' : 'Value (JSON)'}
          </label>
          <textarea
            id={`edited-${name}`}
            className={`field resize-y ${shape === 'json' ? 'font-mono!' : ''}`}
            rows={names.length > 1 ? 4 : 10}
            value={typed[name]}
            aria-invalid={wrong !== null}
            aria-describedby={wrong ? 'edited-wrong' : undefined}
            onChange={(event) => {
              setWrong(null)
              setTyped({ ...typed, [name]: event.target.value })
            }}
          />
        </div>
      ))}
      {wrong ? (
        <p id="edited-wrong" role="alert" className="text-failed text-row">
          {wrong}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" disabled={busy}>
          {submit}
        </Button>
      </div>
    </form>
  )
}
