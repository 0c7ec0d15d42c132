import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, listIn, numberIn } from '../card/text.tsx'
import { Grid, rowAtWork } from '../pattern/Grid.tsx'

/** A group of dots per layer; then the answer. */
export function MixtureOfAgentsCard({ params, run, inner }: CardProps) {
  const width = listIn(params, 'proposers').length || 4
  const layers = (numberIn(params, 'layers') ?? 3) - 1
  if (!begun(run)) return <Nothing text={`${layers} layers of ${width}, then the aggregator`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const row = rowAtWork(layers, width, inner)
  const words = row === null ? 'The aggregator writes' : `Layer ${row + 1} of ${layers} proposes`
  return (
    <Strip>
      <Grid rows={layers} columns={width} inner={inner} />
      <Line tone={run.status === 'completed' ? '' : 'text-muted'}>
        {run.status === 'completed' ? (firstLines(run.text ?? '', 1)[0] ?? 'Done') : words}
      </Line>
    </Strip>
  )
}
