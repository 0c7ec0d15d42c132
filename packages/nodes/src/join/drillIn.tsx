import { Table } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

const words: Readonly<Record<string, string>> = {
  completed: 'came',
  failed: 'failed',
  skipped: 'did not run',
  cancelled: 'was stopped',
}

/** Who it waited for, and what became of each. */
export function JoinDrillIn({ feeders }: DrillInProps) {
  if (feeders.length === 0) return null
  return (
    <Section title="Waited for">
      <Table heads={['Step', '']} rows={feeders.map(({ title, status }) => [title, words[status] ?? 'at work'])} />
    </Section>
  )
}
