import { listIn, textIn } from '../card/text.tsx'
import { Table } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** Each version of the plan; of the last one, what was done. */
export function PlanAndExecuteDrillIn({ step: { record, ports } }: DrillInProps) {
  const letters = textIn(record, 'letters') ?? ''
  const states: Readonly<Record<string, string>> = { c: 'done', f: 'failed' }
  return listIn(ports, 'plans').map((plan, version, all) => (
    <Section key={version} title={all.length === 1 ? 'Plan' : `Plan ${version + 1}`}>
      <Table
        heads={['', 'Step', '']}
        rows={(Array.isArray(plan) ? plan : []).map((step, i) => [
          `${i + 1}.`,
          String(step),
          version === all.length - 1 ? (states[letters[i] ?? ''] ?? 'not begun') : '',
        ])}
      />
    </Section>
  ))
}
