import { isRecord, type Value } from '@quorum/engine'
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react'
import { PriceLine } from '../price/PriceLine.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FileInput } from './FileInput.tsx'
import type { InputField } from './inputFields.ts'
import { typedList } from './list/items.ts'
import { ListInput } from './list/ListInput.tsx'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  fields: readonly InputField[]
  /** What the fields start with. */
  initial: Readonly<Record<string, Value>>
  busy?: boolean
  onRun: (input: Record<string, Value>) => void
}

type Typed = Record<string, string | boolean>
/** What the fields hold as far as it can be read. */
const readable = (fields: readonly InputField[], typed: Typed): Record<string, Value> =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const read = readTyped(field, typed[field.name] ?? '')
      return read.ok && read.value !== undefined ? [[field.name, read.value]] : []
    }),
  )

type Read = { readonly ok: true; readonly value: Value | undefined } | { readonly ok: false; readonly problem: string }

/** Asks for what the flow's input needs; generated from its fields. */
export function RunForm({ open, onOpenChange, fields, initial, busy = false, onRun }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Run with" description="What this run works on.">
      {open ? (
        <Form fields={fields} initial={initial} busy={busy} onRun={onRun} onCancel={() => onOpenChange(false)} />
      ) : null}
    </Dialog>
  )
}

function Form({
  fields,
  initial,
  busy,
  onRun,
  onCancel,
}: Omit<Props, 'open' | 'onOpenChange'> & { onCancel: () => void }) {
  const id = useId()
  const [typed, setTyped] = useState<Typed>(() =>
    Object.fromEntries(fields.map((field) => [field.name, toTyped(field, initial[field.name] ?? field.default)])),
  )
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const input: Record<string, Value> = {}
    const found: Record<string, string> = {}
    for (const field of fields) {
      const read = readTyped(field, typed[field.name] ?? '')
      if (!read.ok) found[field.name] = read.problem
      else if (read.value !== undefined) input[field.name] = read.value
      else if (field.required) found[field.name] = `“${field.label}” is needed for this run. Fill it in.`
    }
    setProblems(found)
    const first = Object.keys(found)[0]
    if (first === undefined) onRun(input)
    else document.getElementById(fieldId(id, fields, first))?.focus()
  }

  return (
    <form onSubmit={submit} onKeyDown={submitKey} noValidate className="flex flex-col gap-4 pb-2">
      {fields.map((field) => {
        const htmlId = fieldId(id, fields, field.name)
        const problem = problems[field.name]
        return (
          <div key={field.name}>
            {field.type === 'boolean' ? null : (
              <label htmlFor={htmlId} className="mb-1 block font-medium text-body">
                {field.label}
                {field.required ? null : <span className="font-normal text-muted"> (may stay empty)</span>}
                {field.type === 'json' ? <span className="font-normal text-muted"> · JSON</span> : null}
              </label>
            )}
            <FieldInput
              id={htmlId}
              field={field}
              value={typed[field.name] ?? ''}
              problem={problem}
              onChange={(value) => setTyped((old) => ({ ...old, [field.name]: value }))}
            />
            {problem ? (
              <p id={`${htmlId}-problem`} className="mt-1 text-failed text-row">
                {problem}
              </p>
            ) : null}
          </div>
        )
      })}
      <div className="flex flex-wrap items-center gap-2">
        <PriceLine input={readable(fields, typed)} />
        <span className="flex-1" />
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? 'Starting…' : 'Run'}
        </Button>
      </div>
    </form>
  )
}

/** By place: names of fields may hold spaces, which would cut the lists of ids that ARIA takes. */
const fieldId = (form: string, fields: readonly InputField[], name: string): string =>
  `${form}-${fields.findIndex((field) => field.name === name)}`

function submitKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
  event.preventDefault()
  event.currentTarget.requestSubmit()
}

interface FieldProps {
  id: string
  field: InputField
  value: string | boolean
  problem: string | undefined
  onChange: (value: string | boolean) => void
}

function FieldInput({ id, field, value, problem, onChange }: FieldProps) {
  const common = {
    id,
    required: field.required,
    'aria-invalid': problem !== undefined,
    'aria-describedby': problem === undefined ? undefined : `${id}-problem`,
  }
  if (field.type === 'boolean') {
    return (
      <label htmlFor={id} className="flex items-center gap-2 text-body">
        <input
          {...common}
          required={false}
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
          className="size-4 accent-accent"
        />
        {field.label}
      </label>
    )
  }
  if (field.type === 'number') {
    return (
      <input
        {...common}
        inputMode="decimal"
        value={String(value)}
        onChange={(event) => onChange(event.target.value)}
        className="field"
      />
    )
  }
  if (field.type === 'file') return <FileInput {...common} value={String(value)} onChange={onChange} />
  if (field.type === 'list') return <ListInput {...common} value={String(value)} onChange={onChange} />
  const long = field.type !== 'text'
  return (
    <textarea
      {...common}
      rows={long ? 6 : 3}
      spellCheck={field.type !== 'json'}
      value={String(value)}
      onChange={(event) => onChange(event.target.value)}
      className={`field resize-y ${field.type === 'json' ? 'font-mono!' : ''}`}
    />
  )
}

function toTyped(field: InputField, value: Value | undefined): string | boolean {
  if (field.type === 'boolean') return value === true
  if (value === undefined || value === null) return ''
  if (field.type === 'list' && Array.isArray(value)) return typedList(value)
  if (typeof value === 'string' && field.type !== 'json') return value
  return JSON.stringify(value, null, 2)
}

function readTyped(field: InputField, value: string | boolean): Read {
  if (typeof value === 'boolean') return { ok: true, value }
  const text = value.trim()
  if (text === '') return { ok: true, value: undefined }
  switch (field.type) {
    case 'number': {
      const number = Number(text.replace(',', '.'))
      return Number.isFinite(number)
        ? { ok: true, value: number }
        : { ok: false, problem: `“${text}” is not a number. Type one such as 3 or 0.5.` }
    }
    case 'list': {
      const parsed = text.startsWith('[') ? parseJson(text) : undefined
      return {
        ok: true,
        value: Array.isArray(parsed)
          ? parsed
          : text
              .split('\n')
              .map((line) => line.trim())
              .filter(Boolean),
      }
    }
    case 'file':
    case 'json': {
      const parsed = parseJson(text)
      return parsed === undefined
        ? {
            ok: false,
            problem: 'This is not valid JSON. Texts need double quotes, and there is no comma after the last entry.',
          }
        : { ok: true, value: parsed }
    }
    default:
      return { ok: true, value }
  }
}

function parseJson(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value
  } catch {
    return undefined
  }
}

/** Values of the named fields only. */
export const asInput = (value: Value): Record<string, Value> =>
  isRecord(value) ? (value as Record<string, Value>) : {}
