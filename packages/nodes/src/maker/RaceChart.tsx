import { useMemo } from 'react'
import { type Cast, raceOf } from './drawing/race.ts'
import { flagWords } from './drawing/words.ts'

const WIDTH = 210
const HEIGHT = 84
const LEFT = 18
const RIGHT = 130
const SHOWN = 5

/** Votes of one step over its responses, in the order they were drawn, with the line an answer had to reach. */
export function RaceChart({ casts, k }: { casts: readonly Cast[]; k: number }) {
  const { runners, goal, flags, most, unit } = useMemo(() => raceOf(casts, k, WIDTH, HEIGHT), [casts, k])
  const said = casts.map((one) => ('vote' in one ? one.vote : flagWords(one.flag)))
  const labels = spread(runners.slice(0, SHOWN).map(({ y }) => y))
  return (
    <>
      <svg
        role="img"
        aria-label={`Votes response by response; ${k} ahead of every other wins. The responses are in the list below.`}
        viewBox={`0 0 ${LEFT + WIDTH + RIGHT} ${HEIGHT + 22}`}
        className="w-full text-[10px]"
      >
        <g transform={`translate(${LEFT} 6)`}>
          {Array.from({ length: most + 1 }, (_, votes) => votes)
            .filter((votes) => votes % Math.max(1, Math.ceil(10 / unit)) === 0)
            .map((votes) => (
              <g key={votes}>
                <line x2={WIDTH} y1={HEIGHT - votes * unit} y2={HEIGHT - votes * unit} className="stroke-line" />
                <text x={-5} y={HEIGHT - votes * unit + 3} textAnchor="end" className="fill-muted">
                  {votes}
                </text>
              </g>
            ))}
          <path d={goal} className="fill-none stroke-muted" strokeDasharray="4 3" strokeWidth={1.5} />
          {runners
            .slice(0, SHOWN)
            .map(({ name, path, votes }, place) => (
              <g key={name}>
                <path
                  d={path}
                  className={`fill-none ${place === 0 ? 'stroke-accent' : 'stroke-[var(--st-retry)]'}`}
                  strokeWidth={place === 0 ? 2.5 : 1.5}
                  strokeDasharray={place > 1 ? '2 2' : undefined}
                />
                <text
                  x={WIDTH + 6}
                  y={(labels[place] ?? 0) + 3}
                  className={place === 0 ? 'fill-ink font-medium' : 'fill-muted'}
                >
                  {name.length > 20 ? `${name.slice(0, 19)}…` : name} · {votes}
                </text>
              </g>
            ))
            .reverse()}
          {flags.map(({ x, reason }) => (
            <text key={x} x={x} y={HEIGHT - 2} textAnchor="middle" className="fill-failed">
              ×<title>{flagWords(reason)}</title>
            </text>
          ))}
          <text y={HEIGHT + 14} className="fill-muted">
            {casts.length} {casts.length === 1 ? 'answer' : 'answers'}, in order · dashed: what wins
            {flags.length > 0 ? ' · ×: thrown away' : ''}
          </text>
        </g>
      </svg>
      <details className="text-row">
        <summary className="w-fit cursor-pointer rounded-control">As a list</summary>
        <ol className="figures list-decimal pl-6">
          {said.map((text, at) => (
            <li key={at}>{text}</li>
          ))}
        </ol>
      </details>
    </>
  )
}

const LINE = 11

/** Names must not lie on each other: each at least a line below the one before, the lowest still inside. */
function spread(places: readonly number[]): readonly number[] {
  const put: number[] = []
  for (const y of places) put.push(Math.max(y, (put.at(-1) ?? -LINE) + LINE))
  const over = Math.max(0, (put.at(-1) ?? 0) - HEIGHT)
  return put.map((y) => y - over)
}
