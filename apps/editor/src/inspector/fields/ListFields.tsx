import type { Role } from '@quorum/nodes/roles'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { RoleField } from '../RoleField.tsx'
import { emptyOf, type Schema, shownFields, titleOf } from '../schema.ts'
import type { FieldProps } from './field.ts'
import { SchemaField } from './SchemaField.tsx'

const listOf = (value: unknown, otherwise: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : Array.isArray(otherwise) ? otherwise : []

/** Members, cases, fields: one card per entry, to add, remove and put in order. */
export function ObjectsField(props: FieldProps) {
  const { id, schema, value, names, onChange } = props
  const list = listOf(value, schema.default)
  const items = schema.items ?? {}
  return (
    <ListFrame
      {...props}
      list={list}
      fresh={() => emptyOf(items, list.length)}
      beside={
        isPerson(items) ? (
          <RoleField
            id={`${id}-role`}
            words="Add a role from the library"
            disabled={list.length >= (schema.maxItems ?? Number.POSITIVE_INFINITY)}
            onPick={(role) => onChange([...list, { ...emptyObject(items, list.length), ...personOf(role, list) }])}
          />
        ) : null
      }
    >
      {(entry, index) => {
        const fields = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>
        const set = (name: string, next: unknown): void => {
          const after = { ...fields, [name]: next }
          if (next === undefined) delete after[name]
          onChange(list.with(index, after))
        }
        return (
          <div className="flex flex-col gap-3">
            {shownFields(items, fields).map(([name, inner]) => (
              <SchemaField
                key={name}
                id={`${id}-${index}-${name}`}
                label={titleOf(name, inner)}
                schema={inner}
                value={fields[name]}
                names={names}
                onChange={(next) => set(name, next)}
              />
            ))}
          </div>
        )
      }}
    </ListFrame>
  )
}

/** Somebody with a name and instructions. */
const isPerson = ({ properties }: Schema): boolean =>
  properties?.name !== undefined && properties.prompt?.widget === 'template'

const emptyObject = (items: Schema, index: number): object => {
  const fresh = emptyOf(items, index)
  return typeof fresh === 'object' && fresh !== null ? fresh : {}
}

/** Names of people in one list must differ. */
function personOf({ name, prompt }: Role, list: readonly unknown[]): { name: string; prompt: string } {
  const taken = new Set(list.map((one) => (one as { readonly name?: unknown } | null)?.name))
  let own = name
  for (let number = 2; taken.has(own); number++) own = `${name} ${number}`
  return { name: own, prompt }
}

/** Several short texts pasted at once: one a line, or with commas between them. */
export const entriesOf = (text: string): readonly string[] =>
  text
    .split(text.includes('\n') ? /\r?\n/ : /[,;\t]/)
    .map((entry) => entry.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '').trim())
    .filter((entry) => entry !== '')

/** A list of short texts: one a line. Enter begins the next one; several may be pasted at once. */
export function TextsField({ id, label, schema, value, onChange }: FieldProps) {
  const list = listOf(value, schema.default)
  const most = schema.maxItems ?? Number.POSITIVE_INFINITY
  const [begun, setBegun] = useState(false)
  const rows = begun || list.length === 0 ? [...list, ''] : list
  const store = (next: readonly unknown[]): void =>
    onChange(next.length === 0 && !schema.minItems && schema.default === undefined ? undefined : next.slice(0, most))
  const focus = (index: number): void =>
    void requestAnimationFrame(() => document.getElementById(`${id}-${index}`)?.focus())
  const set = (index: number, text: string): void => {
    if (index >= list.length) setBegun(false)
    store(index >= list.length ? [...list, text] : list.with(index, text))
  }
  const insert = (index: number, entries: readonly string[]): void => {
    setBegun(false)
    const keeps = list[index] !== undefined && list[index] !== ''
    store(list.toSpliced(index + Number(keeps), keeps ? 0 : 1, ...entries))
    focus(index + Number(keeps) + entries.length - 1)
  }
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium text-row">{label}</legend>
      {schema.description ? <p className="-mt-1 text-meta text-muted">{schema.description}</p> : null}
      {rows.map((entry, index) => (
        <div key={`${id} ${index}`} className="flex items-center gap-1">
          <input
            id={`${id}-${index}`}
            aria-label={`${label} ${index + 1}`}
            className="field"
            value={typeof entry === 'string' ? entry : JSON.stringify(entry)}
            placeholder={index === 0 ? 'One a line; several may be pasted at once' : undefined}
            onChange={(event) => set(index, event.target.value)}
            onPaste={(event) => {
              const entries = entriesOf(event.clipboardData.getData('text/plain'))
              if (entries.length < 2) return
              event.preventDefault()
              insert(index, entries)
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') {
                event.preventDefault()
                if (index === rows.length - 1 && entry !== '' && list.length < most) setBegun(true)
                focus(index + 1)
              }
              if (event.key === 'Backspace' && entry === '' && index > 0) {
                event.preventDefault()
                if (index < list.length) store(list.toSpliced(index, 1))
                else setBegun(false)
                focus(index - 1)
              }
            }}
          />
          <IconButton
            icon={Trash2}
            label={`Remove ${label.toLowerCase()} ${index + 1}`}
            className="!size-7"
            disabled={index >= list.length || list.length <= (schema.minItems ?? 0)}
            onClick={() => store(list.toSpliced(index, 1))}
          />
        </div>
      ))}
      <Button
        size="small"
        className="self-start"
        disabled={begun || list.length === 0 || list.length >= most}
        onClick={() => {
          setBegun(true)
          focus(list.length)
        }}
      >
        <Plus aria-hidden size={14} /> Add to {label.toLowerCase()}
      </Button>
    </fieldset>
  )
}

export interface FrameProps extends FieldProps {
  list: readonly unknown[]
  fresh: () => unknown
  /** In place of the one button that adds a fresh entry. */
  add?: ReactNode
  /** Below that button. */
  beside?: ReactNode
  children: (entry: unknown, index: number) => ReactNode
}

export function ListFrame({ id, label, schema, list, fresh, add, beside, onChange, children }: FrameProps) {
  const name = (entry: unknown, index: number): string => {
    const fields = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : {}
    const given = [fields.label, fields.name, fields.id, entry].find((text) => typeof text === 'string' && text !== '')
    return typeof given === 'string' ? given : `${index + 1}`
  }
  const swap = (a: number, b: number): void => onChange(list.with(a, list[b]).with(b, list[a]))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-row">{label}</legend>
      {schema.description ? <p className="-mt-1 text-meta text-muted">{schema.description}</p> : null}
      {list.map((entry, index) => (
        <div key={`${id} ${index}`} className="rounded-tile border border-line bg-surface p-2">
          <div className="mb-1 flex items-center">
            <span className="min-w-0 flex-1 truncate pl-1 text-muted text-row">{name(entry, index)}</span>
            <IconButton
              icon={ArrowUp}
              label={`Move ${name(entry, index)} up`}
              className="!size-7"
              disabled={index === 0}
              onClick={() => swap(index, index - 1)}
            />
            <IconButton
              icon={ArrowDown}
              label={`Move ${name(entry, index)} down`}
              className="!size-7"
              disabled={index === list.length - 1}
              onClick={() => swap(index, index + 1)}
            />
            <IconButton
              icon={Trash2}
              label={`Remove ${name(entry, index)}`}
              className="!size-7"
              disabled={list.length <= (schema.minItems ?? 0)}
              onClick={() => onChange(list.toSpliced(index, 1))}
            />
          </div>
          {children(entry, index)}
        </div>
      ))}
      {add ?? (
        <Button
          size="small"
          className="self-start"
          disabled={list.length >= (schema.maxItems ?? Number.POSITIVE_INFINITY)}
          onClick={() => onChange([...list, fresh()])}
        >
          <Plus aria-hidden size={14} /> Add to {label.toLowerCase()}
        </Button>
      )}
      {beside}
    </fieldset>
  )
}
