import { conditionProblem, type Row, type When } from '@quorum/engine'
import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import type { NameChoice } from '../names.ts'
import { CodeSwitch } from './CodeSwitch.tsx'
import { CodeText } from './CodeText.tsx'
import { useCodeFields } from './codePreference.ts'
import {
  expressionOf,
  needsRight,
  operators,
  operatorWords,
  parseRight,
  type Rows,
  rowsOf,
  showRight,
  whenOf,
} from './condition.ts'
import { FieldRow } from './FieldRow.tsx'
import type { FieldProps } from './field.ts'
import { problemOf } from './JsonField.tsx'
import { useDraft } from './useDraft.ts'

/** A condition: rows of name, comparison and value, or one expression for those who like to write it. */
export function ConditionField({ id, label, schema, value, names, onChange }: FieldProps) {
  const code = useCodeFields()
  const when = value as When | undefined
  const rows = rowsOf(when)
  const [draft, keep, drop] = useDraft(id, label)
  const problem = draft !== null ? problemOf(draft, false) : when === undefined ? null : conditionProblem(when)
  const toExpression = (): void => onChange(rows && rows.rows.length > 0 ? expressionOf(rows) : 'input != null')
  return (
    <FieldRow
      id={id}
      label={label}
      description={schema.description}
      error={problem}
      aside={
        <span className="flex items-center">
          {typeof when === 'string' ? <CodeSwitch /> : null}
          <button
            type="button"
            className="h-6 rounded-control px-1.5 text-accent text-meta hover:bg-surface-2"
            onClick={() => {
              drop()
              if (rows) toExpression()
              else onChange(undefined)
            }}
          >
            {rows ? 'Write an expression' : 'Use rows'}
          </button>
        </span>
      }
    >
      {rows ? (
        <RowsEditor id={id} rows={rows} names={names} onChange={(next) => onChange(whenOf(next))} />
      ) : code && typeof when === 'string' ? (
        <CodeText
          id={id}
          label={label}
          mode="condition"
          value={when}
          names={names}
          rows={3}
          invalid={problem !== null}
          onChange={onChange}
        />
      ) : (
        <textarea
          id={id}
          className="field resize-y font-mono !text-row"
          rows={3}
          spellCheck={false}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-help`}
          value={draft ?? (typeof when === 'string' ? when : JSON.stringify(when, null, 2))}
          onChange={({ target: { value: text } }) => {
            // A nested condition is edited as JSON.
            const broken = typeof when === 'string' ? null : problemOf(text, false)
            if (broken !== null) return keep(text, broken)
            drop()
            onChange(typeof when === 'string' ? text : JSON.parse(text))
          }}
        />
      )}
    </FieldRow>
  )
}

function RowsEditor({
  id,
  rows,
  names,
  onChange,
}: {
  id: string
  rows: Rows
  names: readonly NameChoice[]
  onChange: (rows: Rows) => void
}) {
  const listId = useId()
  const set = (index: number, patch: Partial<Row>): void => {
    const before = rows.rows[index]
    if (!before) return
    const { right, ...after } = { ...before, ...patch }
    onChange({ ...rows, rows: rows.rows.with(index, needsRight(after.op) ? { ...after, right: right ?? '' } : after) })
  }
  return (
    <div className="flex flex-col gap-2">
      {rows.rows.length > 1 ? (
        <select
          aria-label="How the rows are joined"
          className="field !w-auto self-start"
          value={rows.join}
          onChange={(event) => onChange({ ...rows, join: event.target.value === 'any' ? 'any' : 'all' })}
        >
          <option value="all">All of these hold</option>
          <option value="any">Any of these holds</option>
        </select>
      ) : null}
      <datalist id={listId}>
        {names.map((name) => (
          <option key={name.path} value={name.path}>
            {name.label}
          </option>
        ))}
      </datalist>
      {rows.rows.map((row, index) => (
        <div
          key={`${id} ${index}`}
          className="grid grid-cols-[1fr_auto_auto] gap-1 rounded-tile border border-line p-1.5"
        >
          <input
            id={index === 0 ? id : undefined}
            aria-label={`Row ${index + 1}: value to look at`}
            list={listId}
            className="field"
            placeholder="input"
            value={row.left}
            onChange={(event) => set(index, { left: event.target.value })}
          />
          <select
            aria-label={`Row ${index + 1}: comparison`}
            className="field !w-auto"
            value={row.op}
            onChange={(event) => set(index, { op: event.target.value as Row['op'] })}
          >
            {operators.map((op) => (
              <option key={op} value={op}>
                {operatorWords[op]}
              </option>
            ))}
          </select>
          <IconButton
            icon={X}
            label={`Remove row ${index + 1}`}
            onClick={() => onChange({ ...rows, rows: rows.rows.toSpliced(index, 1) })}
          />
          {needsRight(row.op) ? (
            <input
              aria-label={`Row ${index + 1}: compared with`}
              className="field col-span-3"
              placeholder="value"
              value={showRight(row.right)}
              onChange={(event) => set(index, { right: parseRight(event.target.value) })}
            />
          ) : null}
        </div>
      ))}
      <Button
        size="small"
        className="self-start"
        onClick={() => onChange({ ...rows, rows: [...rows.rows, { left: 'input', op: '=', right: '' }] })}
      >
        <Plus aria-hidden size={14} /> Add a row
      </Button>
    </div>
  )
}
