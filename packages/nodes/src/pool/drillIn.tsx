import { isRecord } from '@quorum/engine'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Bars, Table } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** Who did how much, how the number of workers went and why, and where the tasks ended. */
export function PoolDrillIn({ step: { record, ports } }: DrillInProps) {
  const lanes = listIn(record, 'ran')
  const scaling = listIn(record, 'scaling')
  const board = ports && isRecord(ports.board) ? ports.board : null
  const stolen = numberIn(record, 'stolen')
  if (lanes.length === 0 && scaling.length === 0 && !board) return null
  return (
    <>
      {board ? (
        <Section title="Board">
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-row">
            {Object.entries(board).map(([column, names]) => (
              <div key={column} className="contents">
                <dt className="font-medium">{column}</dt>
                <dd className="text-muted">{Array.isArray(names) && names.length > 0 ? names.join(', ') : '–'}</dd>
              </div>
            ))}
          </dl>
        </Section>
      ) : null}
      {lanes.length > 0 ? (
        <Section title={stolen ? `Workers, ${stolen} tasks stolen` : 'Workers'}>
          <Bars
            bars={lanes.map((lane) => {
              const [id, done, failed] = ['id', 'done', 'failed'].map((name) => numberIn(lane, name) ?? 0)
              return {
                name: `Worker ${id}`,
                value: done ?? 0,
                note: `${done} done${failed ? `, ${failed} failed` : ''}`,
                status: 'completed',
              }
            })}
          />
        </Section>
      ) : null}
      {scaling.length > 0 ? (
        <Section title="Scaling">
          <Table
            heads={['After', 'Workers', 'Why']}
            rows={scaling.map((one) => [
              `${Math.round((numberIn(one, 't') ?? 0) / 100) / 10} s`,
              `${numberIn(one, 'from') ?? 0} → ${numberIn(one, 'to') ?? 0}`,
              textIn(one, 'why') ?? '',
            ])}
          />
        </Section>
      ) : null}
    </>
  )
}
