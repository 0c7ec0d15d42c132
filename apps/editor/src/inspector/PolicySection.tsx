import type { FlowNode } from '@quorum/engine'
import { dispatch } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { SchemaField } from './fields/SchemaField.tsx'
import type { Schema } from './schema.ts'

type PolicyName = 'attempts' | 'backoffMs' | 'timeoutMs' | 'onError' | 'fallbackValue'

const fields = (calls: boolean): readonly { name: PolicyName; label: string; schema: Schema }[] => [
  {
    name: 'attempts',
    label: 'Tries',
    schema: {
      type: 'integer',
      minimum: 1,
      maximum: 20,
      default: calls ? 3 : 1,
      description: 'How often it is tried in all.',
    },
  },
  {
    name: 'backoffMs',
    label: 'Wait before the next try (ms)',
    schema: {
      type: 'number',
      minimum: 0,
      maximum: 3_600_000,
      default: 1_000,
      description: 'Doubled for each further try.',
    },
  },
  {
    name: 'timeoutMs',
    label: 'Longest time for one try (ms)',
    schema: { type: 'number', minimum: 1, maximum: 86_400_000 },
  },
  {
    name: 'onError',
    label: 'When it still fails',
    schema: {
      enum: ['fail', 'port', 'fallback'],
      default: 'fail',
      labels: {
        fail: 'It fails, and what follows is not run',
        port: 'The error leaves by a port of its own',
        fallback: 'A fixed value goes on in its place',
      },
    },
  },
]
const fallback: Schema = { widget: 'json', description: 'Goes on in place of the answer.' }

/** What happens when the step goes wrong. */
export function PolicySection({ node }: { node: FlowNode }) {
  const { definition, params } = factsOf(node)
  const policy = node.policy ?? {}
  const set = (name: PolicyName, value: unknown): void => {
    const next: Record<string, unknown> = { ...policy, [name]: value }
    if (value === undefined) delete next[name]
    dispatch({ type: 'setNode', nodeId: node.id, patch: { policy: Object.keys(next).length === 0 ? undefined : next } })
  }
  const calls = definition?.callsOut(params) ?? false
  return (
    <details className="rounded-tile border border-line" open={node.policy !== undefined}>
      <summary className="px-3 py-2 font-medium text-row">When something goes wrong</summary>
      <div className="flex flex-col gap-3 px-3 pb-3">
        {fields(calls).map(({ name, label, schema }) => (
          <SchemaField
            key={`${node.id} ${name}`}
            id={`policy-${name}`}
            label={label}
            schema={schema}
            value={policy[name]}
            names={[]}
            onChange={(value) => set(name, value)}
          />
        ))}
        {policy.onError === 'fallback' ? (
          <SchemaField
            id="policy-fallback"
            label="Fallback value"
            schema={fallback}
            value={policy.fallbackValue}
            names={[]}
            onChange={(value) => set('fallbackValue', value)}
          />
        ) : null}
      </div>
    </details>
  )
}
