import {
  argumentsProblem,
  readArguments,
  type WantedArgument,
  wantedArguments,
  writeArguments,
} from '@quorum/nodes/toolArguments'
import { Button } from '../../ui/Button.tsx'
import type { Schema } from '../schema.ts'
import { SelectField } from './ChoiceFields.tsx'
import type { FieldProps } from './field.ts'
import { TemplateField } from './TemplateField.tsx'

/** The arguments of a tool as a form, drawn from the schema its server gave; as one text where there is none. */
export function ToolArgumentsField(props: FieldProps) {
  const { id, label, value, names, onChange, others } = props
  const wanted = wantedArguments(others?.schema)
  const text = typeof value === 'string' ? value : '{{ input }}'
  const typed = readArguments(text)
  if (wanted.length === 0 || typed === null)
    return (
      <>
        <TemplateField {...props} />
        {wanted.length > 0 ? (
          <Button size="small" className="self-start" onClick={() => onChange('{}')}>
            Fill in one by one
          </Button>
        ) : null}
      </>
    )
  const problem = argumentsProblem(text, others?.schema)
  const set = (name: string, next: unknown): void =>
    onChange(writeArguments({ ...typed, [name]: next === undefined ? '' : String(next) }, wanted))
  return (
    <fieldset className="flex flex-col gap-3 rounded-tile border border-line p-3">
      <legend className="px-1 font-medium text-row">{label}</legend>
      {wanted.map((one) => {
        const field = {
          id: `${id}-${one.name}`,
          label: `${one.title ?? one.name}${one.required ? '' : ' (optional)'}`,
          schema: schemaOf(one),
          value: typed[one.name],
          names,
          onChange: (next: unknown) => set(one.name, next),
        }
        return choicesOf(one) ? <SelectField key={one.name} {...field} /> : <TemplateField key={one.name} {...field} />
      })}
      {problem ? (
        <p role="status" className="text-failed text-row">
          {problem}
        </p>
      ) : null}
      <Button size="small" className="self-start" onClick={() => onChange('{{ input }}')}>
        Pass on what arrives instead
      </Button>
    </fieldset>
  )
}

const choicesOf = ({ type, choices }: WantedArgument): readonly string[] | undefined =>
  choices?.map(String) ?? (type === 'boolean' ? ['true', 'false'] : undefined)

function schemaOf(one: WantedArgument): Schema {
  const choices = choicesOf(one)
  const kind = one.type === undefined || one.type === 'string' ? '' : `${one.type}. `
  return {
    description: `${choices ? '' : kind}${one.description ?? ''}`,
    ...(choices ? { enum: one.required ? choices : ['', ...choices], labels: { '': 'Not set' } } : {}),
  }
}
