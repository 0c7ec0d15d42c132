import type { Assumption } from '../api/types.ts'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { SchemaField } from '../inspector/fields/SchemaField.tsx'
import { assume, fromShown, labelOf, sourceWords, toShown } from './assumed.ts'

/** Figures of an estimate that people may know better; what is assumed stands in the empty field. */
export function AssumedFields({ assumptions, ofStep }: { assumptions: readonly Assumption[]; ofStep?: boolean }) {
  const flow = useDocument((state) => state.flow)
  return assumptions.map((one) => {
    const node = one.nodeId && !ofStep ? flow.nodes.find(({ id }) => id === one.nodeId) : undefined
    const given = flow.settings.assumptions?.[one.id]
    return (
      <SchemaField
        key={one.id}
        id={`assume-${one.id}`}
        label={node ? `${factsOf(node).title}: ${labelOf(one).toLowerCase()}` : labelOf(one)}
        schema={{
          type: 'number',
          minimum: 0,
          ...(one.unit === 'share' ? { maximum: 100 } : {}),
          default: toShown(one.unit, one.value),
          description: sourceWords(one),
        }}
        value={given === undefined ? undefined : toShown(one.unit, given)}
        names={[]}
        onChange={(value) => assume(flow, one.id, value === undefined ? undefined : fromShown(one.unit, Number(value)))}
      />
    )
  })
}
