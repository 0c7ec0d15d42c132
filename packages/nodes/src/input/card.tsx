import { textOf } from '@quorum/engine'
import { begun, type CardProps, Line, Nothing, Strip } from '../card/props.tsx'
import { firstLines } from '../card/text.tsx'

/** The question as it was asked. */
export function InputCard({ run }: CardProps) {
  if (!begun(run)) return <Nothing />
  const lines = firstLines(run.text ?? textOf(run.detail), 2)
  if (lines.length === 0) return <Nothing text="Given" />
  return (
    <Strip>
      {lines.length === 1 ? (
        <p className="line-clamp-2" title={lines[0]}>
          {lines[0]}
        </p>
      ) : (
        lines.map((line) => <Line key={line}>{line}</Line>)
      )}
    </Strip>
  )
}
