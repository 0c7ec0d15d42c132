import type { NodeDefinition } from '@quorum/engine'
import { definitions } from '@quorum/nodes/definitions'
import { Plus } from 'lucide-react'
import { getFlow } from '../../api/client.ts'
import { inputFields } from '../../runs/inputFields.ts'
import { Button } from '../../ui/Button.tsx'
import type { NameChoice } from '../names.ts'
import { paramsSchema, type Schema, shownFields, titleOf } from '../schema.ts'
import type { FieldProps } from './field.ts'
import { ListFrame } from './ListFields.tsx'
import { McpPicker, type PickedTool } from './McpPicker.tsx'
import { SchemaField } from './SchemaField.tsx'

type Fields = Readonly<Record<string, unknown>>
const mcpKind = 'mcp-tool'
const kinds = definitions.filter(({ asTool, hidden }) => asTool && !hidden)
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})

/** The tools of an agent: each is a step of its own kind, with settings that may leave parts to the model. */
export function ToolsField(props: FieldProps) {
  const { value, schema, names, onChange } = props
  const list = Array.isArray(value) ? (value as readonly unknown[]) : []
  const add = (kind: NodeDefinition): void => onChange([...list, freshTool(kind, list)])
  const addPicked = (tools: readonly PickedTool[]): void => {
    const all = [...list]
    for (const tool of tools) all.push(pickedTool(tool, all))
    onChange(all)
  }
  return (
    <ListFrame
      {...props}
      list={list}
      fresh={() => null}
      add={
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">Add a tool</legend>
          <div className="w-full">
            <McpPicker onPick={addPicked} />
          </div>
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
              onChange={(next) => {
                const changed = { ...tool, params: set(params, name, next) }
                onChange(changed)
                if (inner.widget === 'flow' && typeof next === 'string')
                  void argumentsOfFlow(next).then((schema) => onChange({ ...changed, ...schema }))
              }}
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

/** What a flow asks for becomes what the model must give, and its name what the tool is for. */
async function argumentsOfFlow(id: string): Promise<Fields> {
  const found = await getFlow(id).catch(() => null)
  if (!found) return {}
  const fields = inputFields(found.flow)
  if (fields.length === 0) return {}
  return {
    description: found.flow.description || found.flow.name,
    schema: {
      type: 'object',
      properties: Object.fromEntries(
        fields.map(({ name, label, type }) => [
          name,
          { ...(typeOf[type] ? { type: typeOf[type] } : {}), description: label },
        ]),
      ),
      required: fields.filter(({ required }) => required).map(({ name }) => name),
    },
  }
}
const typeOf: Readonly<Record<string, string>> = { text: 'string', number: 'number', boolean: 'boolean', list: 'array' }

/** Names of what the settings leave to the model. */
function argumentsOf(definition: NodeDefinition, params: Fields, given: unknown): string[] {
  const parsed = definition.params.safeParse(params)
  const schema = given ?? (parsed.success ? definition.asTool?.(parsed.data).schema : undefined)
  return Object.keys(fieldsOf(fieldsOf(schema).properties))
}

/** Asks people first until somebody says otherwise: what a stranger's tool does shows when it is called. */
function pickedTool(
  { name, description, schema, fingerprint, url, credential }: PickedTool,
  list: readonly unknown[],
): Fields {
  const params = { url, tool: name, args: '{{ input }}', fingerprint, ...(credential ? { credential } : {}) }
  return { ...freshTool({ kind: mcpKind, called: name }, list), description, params, schema, approval: true }
}

function freshTool(
  { kind, called = kind }: { readonly kind: string; readonly called?: string },
  list: readonly unknown[],
): Fields {
  const taken = new Set(list.map((entry) => fieldsOf(entry).name))
  const word =
    called
      .replace(/[^A-Za-z0-9_-]/g, '_')
      .replace(/^[^A-Za-z]+/, '')
      .slice(0, 60) || 'tool'
  let name = word
  for (let i = 2; taken.has(name); i++) name = `${word}${i}`
  return { name, description: '', kind, params: {} }
}
