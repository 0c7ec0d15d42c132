import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, resultText } from '../card/text.tsx'

/** While it runs: the last two lines as they stream. Then: the first lines of the answer. */
export function AgentCard({ run, stream }: CardProps) {
  if (!begun(run)) return <Nothing />
  const ending = notCompleted(run)
  if (ending)
    return (
      <Strip>
        <p className="line-clamp-2 text-muted" title={ending}>
          {ending}
        </p>
      </Strip>
    )
  if (run.status === 'completed') {
    const lines = firstLines(resultText(run), 2)
    return (
      <Strip>
        {lines.length === 0 ? <p className="text-muted">An empty answer</p> : null}
        {lines.length === 1 ? (
          <p className="line-clamp-2" title={lines[0]}>
            {lines[0]}
          </p>
        ) : null}
        {lines.length > 1 ? lines.map((line) => <Line key={line}>{line}</Line>) : null}
      </Strip>
    )
  }
  return (
    <Strip>
      <div className="flex h-8 flex-col justify-end overflow-hidden">
        <p
          ref={stream}
          className="whitespace-pre-wrap break-words empty:before:text-muted empty:before:content-['Waiting_for_the_first_words…']"
        />
      </div>
    </Strip>
  )
}
