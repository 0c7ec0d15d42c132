import { runStatusAsNode } from '../../ui/status.ts'
import { ago } from '../figures.ts'
import { type Series, summaryOf } from './series.ts'

const size = { width: 480, height: 96, foot: 4 }

/** One measure over the latest runs, a bar each, coloured as the run ended. The table below says the same in figures. */
export function Chart({ series, words }: { series: Series; words: (value: number) => string }) {
  const { marks, title } = series
  const summary = summaryOf(series)
  const most = Math.max(...marks.map(({ value }) => value ?? 0)) || 1
  const step = Math.min(24, size.width / Math.max(1, marks.length))
  const height = (value: number): number => size.foot + (value / most) * (size.height - size.foot)
  return (
    <figure className="flex min-w-0 flex-col gap-2 rounded-node border border-line bg-surface p-3">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="font-medium text-body">{title}</h2>
        {summary ? (
          <span className="figures text-meta text-muted">
            {words(summary.least)} to {words(summary.most)}, {words(summary.mean)} on average
          </span>
        ) : null}
      </figcaption>
      <svg
        role="img"
        aria-label={
          summary
            ? `${title} of ${marks.length} runs: latest ${words(summary.latest)}, average ${words(summary.mean)}`
            : `${title}: no finished run`
        }
        viewBox={`0 0 ${size.width} ${size.height}`}
        className="block h-24 w-full"
        preserveAspectRatio="none"
      >
        {summary ? (
          <line
            x1={0}
            x2={size.width}
            y1={size.height - height(summary.mean)}
            y2={size.height - height(summary.mean)}
            className="stroke-line-strong"
            strokeDasharray="4 4"
            vectorEffect="non-scaling-stroke"
          />
        ) : null}
        {marks.map(({ run, value }, index) => (
          <rect
            key={run.id}
            data-status={runStatusAsNode(run.status)}
            className="fill-st"
            x={index * step + step * 0.1}
            width={step * 0.8}
            y={size.height - (value === null ? 1 : height(value))}
            height={value === null ? 1 : height(value)}
          >
            <title>{`${run.startedAt ? ago(run.startedAt) : ''}: ${value === null ? 'not known' : words(value)}`}</title>
          </rect>
        ))}
      </svg>
    </figure>
  )
}
