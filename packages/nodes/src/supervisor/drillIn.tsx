import { listIn, textIn } from '../card/text.tsx'
import { Outcomes, Table, valueIn } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** The plan, and what came of each task. */
export function SupervisorDrillIn({ step: { ports }, Text }: DrillInProps) {
  const tasks = listIn(ports, 'tasks')
  return (
    <>
      {tasks.length > 0 ? (
        <Section title="Plan">
          <Table
            heads={['Task', 'What is to be done']}
            rows={tasks.map((task) => [textIn(task, 'title'), textIn(task, 'details')])}
          />
        </Section>
      ) : null}
      <Outcomes title="Work" of={valueIn(ports, 'outcomes')} Text={Text} />
    </>
  )
}
