import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, listIn, numberIn } from '../card/text.tsx'
import { Grid, rowAtWork } from '../pattern/Grid.tsx'

/** A row of dots per round, one dot per speech; then the verdict. */
export function DebateCard({ params, run, inner }: CardProps) {
  const debaters = listIn(params, 'debaters').length || 2
  const rounds = (numberIn(params, 'rounds') ?? 2) + 1
  if (!begun(run)) return <Nothing text={`${debaters} debaters, ${rounds - 1} rounds of reply`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const row = rowAtWork(rounds, debaters, inner)
  const words = row === null ? 'The judge decides' : row === 0 ? 'Opening statements' : `Reply ${row} of ${rounds - 1}`
  return (
    <Strip>
      <Grid rows={rounds} columns={debaters} inner={inner} />
      <Line tone={run.status === 'completed' ? '' : 'text-muted'}>
        {run.status === 'completed' ? (firstLines(run.text ?? '', 1)[0] ?? 'Decided') : words}
      </Line>
    </Strip>
  )
}
