import { isRecord } from '@quorum/engine'
import { listIn, numberIn } from '../card/text.tsx'
import { Bars, rounded } from '../drill/parts.tsx'
import { type DrillInProps, Section } from '../drill/props.tsx'

/** How the best quality rose, and how strong each trail is. */
export function SwarmDrillIn({ step: { ports } }: DrillInProps) {
  const history = listIn(ports, 'history')
  const trails = Object.entries(isRecord(ports?.map) ? ports.map : {})
    .map(([name, tau]) => ({ name, value: Number(tau), note: rounded(Number(tau)), status: 'running' }))
    .toSorted((a, b) => b.value - a.value)
  if (history.length === 0) return null
  return (
    <>
      <Section title="Best and mean quality, by iteration">
        <Bars
          most={1}
          bars={history.map((one) => ({
            name: `Iteration ${numberIn(one, 'iteration') ?? ''}`,
            value: numberIn(one, 'best') ?? 0,
            note: `${rounded(numberIn(one, 'best'))} · mean ${rounded(numberIn(one, 'mean'))}`,
            status: 'completed',
          }))}
        />
      </Section>
      <Section title="Trails, the strongest first">
        <Bars bars={trails} />
      </Section>
    </>
  )
}
