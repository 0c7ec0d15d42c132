import { useMemo } from 'react'
import { cellClass, headClass } from '../drill/props.tsx'
import { curveOf } from './drawing/curve.ts'
import type { Figures } from './drawing/figures.ts'
import { large, percent, whole } from './drawing/words.ts'

const WIDTH = 320
const HEIGHT = 110
const LEFT = 44

/** Steps still open after each vote, against what independent votes would leave: where the two part, mistakes are not independent. */
export function OpenCurve({ figures: { openVotes, step, p, k } }: { figures: Figures }) {
  const curve = useMemo(() => curveOf(openVotes, { step, p, k }, WIDTH, HEIGHT), [openVotes, step, p, k])
  const from = curve.rows[0]?.votes ?? 0
  const to = curve.rows.at(-1)?.votes ?? 0
  return (
    <>
      <svg
        role="img"
        aria-label={`Steps still open after ${from} to ${to} votes, on a logarithmic axis; the numbers are in the table below.`}
        viewBox={`0 0 ${LEFT + WIDTH + 6} ${HEIGHT + 26}`}
        className="w-full text-[10px]"
      >
        <g transform={`translate(${LEFT} 6)`}>
          {curve.lines.map(({ y, value }) => (
            <g key={value}>
              <line x2={WIDTH} y1={y} y2={y} className="stroke-line" />
              <text x={-6} y={y + 3} textAnchor="end" className="fill-muted">
                {large(value).replace(' million', ' M')}
              </text>
            </g>
          ))}
          <path d={curve.expected} className="fill-none stroke-muted" strokeDasharray="4 3" strokeWidth={1.5} />
          <path d={curve.seen} className="fill-none stroke-accent" strokeWidth={2} />
          <text y={HEIGHT + 16} className="fill-muted">
            after {from} votes
          </text>
          <text x={WIDTH} y={HEIGHT + 16} textAnchor="end" className="fill-muted">
            {to}
          </text>
        </g>
      </svg>
      <p className="text-muted text-row">
        Solid: seen. Dashed: expected of independent votes at {percent(p)} right. Every tenfold is one line.
      </p>
      <details>
        <summary className="w-fit cursor-pointer rounded-control text-row">As a table</summary>
        <table className="figures w-full text-row">
          <thead>
            <tr>
              {['Votes', 'Steps open', 'Expected'].map((head) => (
                <th key={head} scope="col" className={headClass}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {curve.rows.map(({ votes, seen, expected }) => (
              <tr key={votes}>
                <th scope="row" className={`${cellClass} font-medium`}>
                  {votes}
                </th>
                <td className={cellClass}>{whole(seen)}</td>
                <td className={cellClass}>{expected < 10 ? expected.toFixed(1) : whole(expected)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}
