import type { NodeDefinition } from '@quorum/engine'
import { definitions } from '@quorum/nodes/definitions'
import { Plus } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import type { NameChoice } from '../names.ts'
import { paramsSchema, type Schema, shownFields, titleOf } from '../schema.ts'
import type { FieldProps } from './field.ts'
import { ListFrame } from './ListFields.tsx'
import { SchemaField } from './SchemaField.tsx'

type Fields = Readonly<Record<string, unknown>>
const kinds = definitions.filter(({ asTool, hidden }) => asTool && !hidden)
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})

/** The tools of an agent: each is a step of its own kind, with settings that may leave parts to the model. */
export function ToolsField(props: FieldProps) {
  const { value, schema, names, onChange } = props
  const list = Array.isArray(value) ? (value as readonly unknown[]) : []
  const add = (kind: NodeDefinition): void => onChange([...list, freshTool(kind, list)])
  return (
    <ListFrame
      {...props}
      list={list}
      fresh={() => null}
      add={
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">Add a tool</legend>
          {kinds.map((kind) => (
            <Button
              key={kind.kind}
              size="small"
              disabled={list.length >= (schema.maxItems ?? 32)}
              onClick={() => add(kind)}
            >
              <Plus aria-hidden size={14} /> {kind.title}
            </Button>
          ))}
        </fieldset>
      }
    >
      {(entry, index) => (
        <ToolFields
          id={`${props.id}-${index}`}
          tool={fieldsOf(entry)}
          schema={schema.items ?? {}}
          names={names}
          onChange={(tool) => onChange(list.with(index, tool))}
        />
      )}
    </ListFrame>
  )
}

interface ToolProps {
  readonly id: string
  readonly tool: Fields
  readonly schema: Schema
  readonly names: readonly NameChoice[]
  readonly onChange: (tool: Fields) => void
}

function ToolFields({ id, tool, schema, names, onChange }: ToolProps) {
  const definition = kinds.find(({ kind }) => kind === tool.kind)
  const params = fieldsOf(tool.params)
  const set = (fields: Fields, name: string, next: unknown): Fields => {
    const { [name]: _, ...rest } = fields
    return next === undefined ? rest : { ...rest, [name]: next }
  }
  const own = Object.entries(schema.properties ?? {}).filter(([name]) => name !== 'kind' && name !== 'params')
  const open = definition ? argumentsOf(definition, params, tool.schema) : []
  return (
    <div className="flex flex-col gap-3">
      {own.map(([name, inner]) => (
        <SchemaField
          key={name}
          id={`${id}-${name}`}
          label={titleOf(name, inner)}
          schema={inner}
          value={tool[name]}
          names={names}
          onChange={(next) => onChange(set(tool, name, next))}
        />
      ))}
      {definition ? (
        <fieldset className="flex flex-col gap-3 rounded-tile border border-line p-3">
          <legend className="px-1 font-medium text-row">{definition.title}</legend>
          <p className="text-meta text-muted">
            {open.length > 0 ? `The model fills in: ${open.join(', ')}.` : 'The model fills in nothing.'} Write{' '}
            <code className="font-mono">{'{{ input.name }}'}</code> where it should.
          </p>
          {shownFields(paramsSchema(definition), params).map(([name, inner]) => (
            <SchemaField
              key={name}
              id={`${id}-params-${name}`}
              label={titleOf(name, inner)}
              schema={inner}
              value={params[name]}
              names={[ofModel, ...names.filter(({ path }) => !path.startsWith('input'))]}
              onChange={(next) => onChange({ ...tool, params: set(params, name, next) })}
            />
          ))}
        </fieldset>
      ) : (
        <p className="text-failed text-row">This version does not know the tool “{String(tool.kind)}”.</p>
      )}
    </div>
  )
}

const ofModel: NameChoice = { group: 'From the model', label: 'A value it fills in', path: 'input.value' }

/** Names of what the settings leave to the model. */
function argumentsOf(definition: NodeDefinition, params: Fields, given: unknown): string[] {
  const parsed = definition.params.safeParse(params)
  const schema = given ?? (parsed.success ? definition.asTool?.(parsed.data).schema : undefined)
  return Object.keys(fieldsOf(fieldsOf(schema).properties))
}

function freshTool(kind: NodeDefinition, list: readonly unknown[]): Fields {
  const taken = new Set(list.map((entry) => fieldsOf(entry).name))
  const word = kind.kind.replace(/[^A-Za-z0-9_-]/g, '')
  let name = word
  for (let i = 2; taken.has(name); i++) name = `${word}${i}`
  return { name, description: '', kind: kind.kind, params: {} }
}
