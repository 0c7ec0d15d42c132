import { isRecord } from '@quorum/engine'
import { listIn, numberIn } from '../card/text.tsx'
import { Bars, rounded, Turns } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** The marks round by round, and what the evaluator said. */
export function EvaluatorOptimizerDrillIn({ step: { ports }, Text }: DrillInProps) {
  const verdicts = listIn(ports, 'verdicts')
  if (verdicts.length === 0) return null
  const passed = (verdict: unknown): boolean => isRecord(verdict) && verdict.pass === true
  return (
    <>
      <Section title="Marks">
        <Bars
          most={1}
          bars={verdicts.map((verdict) => ({
            name: `Round ${numberIn(verdict, 'round') ?? ''}`,
            value: numberIn(verdict, 'score') ?? 0,
            note: `${rounded(numberIn(verdict, 'score'))}${passed(verdict) ? ' passed' : ''}`,
            status: passed(verdict) ? 'completed' : 'waiting',
          }))}
        />
      </Section>
      <Turns
        title="Reasons"
        turns={verdicts.map((verdict) => ({
          by: `Round ${numberIn(verdict, 'round') ?? ''}`,
          text: listIn(verdict, 'reasons').map(String).join('\n'),
        }))}
        Text={Text}
      />
    </>
  )
}
