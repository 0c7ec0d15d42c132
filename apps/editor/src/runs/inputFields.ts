import type { Flow, Value } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'

export interface InputField {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'number' | 'boolean' | 'json' | 'list' | 'file'
  readonly required: boolean
  readonly default?: Value
}

const types = new Set<unknown>(['text', 'number', 'boolean', 'json', 'list', 'file'])

/** What a run of this flow asks for: the fields of its input nodes, as far as they can be read. */
export function inputFields(flow: Pick<Flow, 'nodes'>): readonly InputField[] {
  return flow.nodes
    .filter((node) => definitionOf(node.kind)?.input && node.parent === undefined)
    .flatMap((node) => (Array.isArray(node.params.fields) ? node.params.fields : []))
    .flatMap((field: unknown) => {
      if (typeof field !== 'object' || field === null || !('name' in field) || typeof field.name !== 'string') return []
      const { label, type, required, default: fallback } = field as Record<string, unknown>
      return [
        {
          name: field.name,
          label: typeof label === 'string' && label ? label : sentence(field.name),
          type: types.has(type) ? (type as InputField['type']) : 'text',
          required: required === true,
          ...(fallback === undefined ? {} : { default: fallback as Value }),
        },
      ]
    })
}

/** "maxItems" → "Max items". */
function sentence(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
