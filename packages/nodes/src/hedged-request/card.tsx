import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, itemsOf, numberIn } from '../card/text.tsx'

const states: Readonly<Record<string, { status: string; width: string; word: string }>> = {
  q: { status: 'queued', width: '0%', word: 'not begun' },
  r: { status: 'running', width: '60%', word: 'asking' },
  c: { status: 'completed', width: '100%', word: 'won' },
  f: { status: 'failed', width: '100%', word: 'failed' },
  x: { status: 'cancelled', width: '60%', word: 'stopped' },
}

/** A line per copy, racing; then who won. */
export function HedgedRequestCard({ params, run }: CardProps) {
  if (!begun(run)) return <Nothing text={`Once more after ${(numberIn(params, 'delayMs') ?? 10_000) / 1_000} s`} />
  const copies = [...itemsOf(run)]
  const winner = numberIn(run.detail, 'winner')
  const words =
    notCompleted(run) ??
    (winner === null
      ? `${copies.filter((letter) => letter === 'r').length} asking`
      : `Copy ${winner + 1} won: ${firstLines(run.text ?? '', 1)[0] ?? ''}`)
  return (
    <Strip>
      <Line tone={ended(run) ? '' : 'text-muted'}>{words}</Line>
      <div className="flex flex-col gap-[3px]">
        {copies.slice(0, 3).map((letter, index) => {
          const { status, width, word } = states[letter] ?? { status: 'queued', width: '0%', word: '' }
          return (
            <span key={index} data-status={status} className="block h-[4px] rounded-full bg-surface-2">
              <span className="bar-part block h-full rounded-full bg-st" style={{ width }} />
              <span className="sr-only">{`Copy ${index + 1}: ${word}`}</span>
            </span>
          )
        })}
      </div>
    </Strip>
  )
}
