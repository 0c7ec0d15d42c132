import { isRecord } from '@quorum/engine'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Table } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** A lamp per gate, how many tries it took, and what the judge said. */
export function WaterfallDrillIn({ step: { record } }: DrillInProps) {
  const gates = listIn(record, 'gates')
  if (gates.length === 0) return null
  return (
    <Section title="Gates">
      <Table
        heads={['Stage', 'Gate', 'Tries', 'Why']}
        rows={gates.map((gate) => {
          const open = isRecord(gate) && gate.passed === true
          return [
            textIn(gate, 'stage'),
            <span key="lamp" data-status={open ? 'completed' : 'failed'} className="flex items-center gap-1">
              <span aria-hidden className={`size-2 bg-st ${open ? 'rounded-full' : 'rounded-[1px]'}`} />
              {open ? 'open' : 'shut'}
            </span>,
            numberIn(gate, 'attempts'),
            listIn(gate, 'reasons').join(' '),
          ]
        })}
      />
    </Section>
  )
}
