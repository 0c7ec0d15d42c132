import type { Flow, Value, When } from '@quorum/engine'
import { type FormEvent, useState } from 'react'
import { addTest, changeTest } from '../../api/client.ts'
import { messageOf } from '../../api/error.ts'
import type { Expectation, TestCase } from '../../api/types.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { inputFields } from '../inputFields.ts'
import { expectTypes } from './expectWords.ts'

interface Props {
  flowId: string
  flow: Flow
  /** Null: a new one. */
  old: TestCase | null
  onDone: (changed: boolean) => void
}

const inputHelp: Readonly<Record<Expectation['type'], string>> = {
  contains: 'Large and small letters count the same.',
  equals: 'A text, or JSON for anything else. Of a workflow with several outputs, an object of them by name.',
  condition: 'Over “output” and “input”, such as: size(output) < 400',
  judge: 'What makes an answer good, in your words. A person or a model decides.',
}

/** What a case is given, and what is expected of it. */
export function CaseDialog({ flowId, flow, old, onDone }: Props) {
  const fields = inputFields(flow)
  const [name, setName] = useState(old?.name ?? '')
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() => asTyped(fields, old?.input ?? null))
  const [type, setType] = useState<Expectation['type']>(old?.expect.type ?? 'contains')
  const [text, setText] = useState(() => (old ? expectText(old.expect) : ''))
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setWrong('Give the case a name, so that you know it again.')
    if (text.trim() === '' && type !== 'equals') return setWrong('Say what is expected of the output.')
    setBusy(true)
    try {
      const body = { name: name.trim(), input: fromTyped(fields, typed), expect: expectation(type, text) }
      await (old ? changeTest(flowId, { id: old.id, ...body }) : addTest(flowId, body))
      onDone(true)
    } catch (error) {
      setWrong(messageOf(error))
      setBusy(false)
    }
  }
  return (
    <Dialog open onOpenChange={() => onDone(false)} wide title={old ? 'Change the case' : 'A new case'}>
      <form noValidate onSubmit={save} className="flex flex-col gap-3 pb-2">
        <Field id="case-name" label="Name">
          <input
            id="case-name"
            className="field"
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {fields.map((field) => (
          <Field key={field.name} id={`case-in-${field.name}`} label={`Input: ${field.label}`}>
            <textarea
              id={`case-in-${field.name}`}
              className="field resize-y"
              rows={3}
              value={typed[field.name] ?? ''}
              onChange={(event) => setTyped({ ...typed, [field.name]: event.target.value })}
            />
          </Field>
        ))}
        <Field id="case-type" label="The output is good if it">
          <select
            id="case-type"
            className="field"
            value={type}
            onChange={(event) => setType(event.target.value as Expectation['type'])}
          >
            {Object.entries(expectTypes).map(([id, word]) => (
              <option key={id} value={id}>
                {word}
              </option>
            ))}
          </select>
        </Field>
        <Field id="case-expect" label={type === 'judge' ? 'What is good' : 'What is expected'} help={inputHelp[type]}>
          <textarea
            id="case-expect"
            className="field resize-y"
            rows={4}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {wrong ? (
          <p role="alert" className="text-failed text-row">
            {wrong}
          </p>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button onClick={() => onDone(false)}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Field(props: { id: string; label: string; help?: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={props.id} className="font-medium text-row">
        {props.label}
      </label>
      {props.children}
      {props.help ? <p className="text-meta text-muted">{props.help}</p> : null}
    </div>
  )
}

type Fields = ReturnType<typeof inputFields>

const asTyped = (fields: Fields, input: Value): Record<string, string> =>
  Object.fromEntries(
    fields.map(({ name, default: fallback }) => {
      const given = typeof input === 'object' && input !== null ? (input as Record<string, Value>)[name] : undefined
      const value = given ?? fallback ?? ''
      return [name, typeof value === 'string' ? value : JSON.stringify(value, null, 2)]
    }),
  )

/** Texts as they are; anything else as JSON, and as lines where a list is wanted. */
function fromTyped(fields: Fields, typed: Readonly<Record<string, string>>): Value {
  return Object.fromEntries(
    fields.flatMap(({ name, type }) => {
      const text = typed[name] ?? ''
      if (type === 'text') return [[name, text]]
      if (text.trim() === '') return []
      const value = parsed(text)
      if (type === 'list' && !Array.isArray(value))
        return [[name, text.split('\n').filter((line) => line.trim() !== '')]]
      return [[name, value === undefined ? text : value]]
    }),
  )
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value
  } catch {
    return undefined
  }
}

function expectation(type: Expectation['type'], text: string): Expectation {
  switch (type) {
    case 'equals':
      return { type, value: parsed(text) ?? text }
    case 'contains':
      return { type, text }
    case 'condition':
      return { type, when: /^\s*\{/.test(text) ? ((parsed(text) as When | undefined) ?? text) : text }
    case 'judge':
      return { type, criteria: text }
  }
}

function expectText(expect: Expectation): string {
  switch (expect.type) {
    case 'equals':
      return typeof expect.value === 'string' ? expect.value : JSON.stringify(expect.value, null, 2)
    case 'contains':
      return expect.text
    case 'condition':
      return typeof expect.when === 'string' ? expect.when : JSON.stringify(expect.when, null, 2)
    case 'judge':
      return expect.criteria
  }
}
