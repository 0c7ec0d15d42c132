import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { numberIn, textIn } from '../card/text.tsx'

/** Who answered, whether the challenger was tried, and which answer the judge took for the better one. */
export function ChampionChallengerCard({ params, run, inner }: CardProps) {
  const share = Math.round((numberIn(params, 'share') ?? 0.1) * 100)
  if (!begun(run)) return <Nothing text={`The challenger is tried on ${share} %`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const detail = isRecord(run.detail) ? run.detail : {}
  const trying = begun(inner('challenger')) && inner('challenger')?.status !== 'skipped'
  if (!ended(run))
    return (
      <Strip>
        <Line strong>{trying ? 'Champion and challenger' : 'Champion'}</Line>
        <Line tone="text-muted">{inner('judge')?.status === 'running' ? 'The judge compares' : 'Answering'}</Line>
      </Strip>
    )
  const better = textIn(detail, 'better')
  return (
    <Strip>
      <Line strong>{`Answered by the ${textIn(detail, 'seen') ?? 'champion'}`}</Line>
      <Line>
        {detail.drawn !== true
          ? 'The challenger was not tried this time'
          : typeof detail.problem === 'string'
            ? `The challenger failed: ${detail.problem}`
            : better
              ? better === 'equal'
                ? 'The judge saw no difference'
                : `Better: the ${better}`
              : 'The challenger was tried'}
      </Line>
    </Strip>
  )
}
