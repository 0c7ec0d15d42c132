import { isRecord, textOf } from '@quorum/engine'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { Outcomes, Table, valueIn } from '../drill/parts.tsx'
import { type DrillInProps, Quote, Section } from '../drill/props.tsx'

/** What the scouts found, what was built, and what the reviewer said of it. */
export function ScoutPlanBuildReviewDrillIn({ step: { ports }, Text }: DrillInProps) {
  const phases = ports?.phases
  const review = valueIn(phases, 'review')
  const findings = listIn(review, 'findings')
  const deploy = valueIn(phases, 'deploy')
  if (!phases) return null
  return (
    <>
      <Outcomes title="Scouts" of={valueIn(phases, 'scout')} Text={Text} />
      <Outcomes title="Built" of={valueIn(phases, 'build')} Text={Text} />
      <Section title={isRecord(review) && review.approved === true ? 'Review: approved' : 'Review: not approved'}>
        {findings.length > 0 ? (
          <Table
            heads={['Task', 'Finding']}
            rows={findings.map((one) => [numberIn(one, 'task'), textIn(one, 'finding')])}
          />
        ) : null}
      </Section>
      {deploy === undefined || deploy === null ? null : <Quote title="Released" text={textOf(deploy)} Text={Text} />}
    </>
  )
}
