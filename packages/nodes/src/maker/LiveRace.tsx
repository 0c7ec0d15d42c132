/** The votes of the step at hand, with the line an answer must reach to win. */
export function LiveRace({ k, tally }: { k: number; tally: Readonly<Record<string, number>> }) {
  const runners = Object.entries(tally).sort((a, b) => b[1] - a[1])
  const goal = (runners[1]?.[1] ?? 0) + k
  const most = Math.max(goal, runners[0]?.[1] ?? 0)
  if (runners.length === 0) return <p className="text-muted text-row">No vote yet.</p>
  return (
    <>
      <ul className="flex flex-col gap-1 text-row">
        {runners.slice(0, 8).map(([name, votes], place) => (
          <li key={name} className="grid grid-cols-[minmax(64px,1fr)_2fr_auto] items-center gap-2">
            <span className="truncate" title={name}>
              {name}
            </span>
            <span className="relative h-3 rounded-[3px] bg-surface-2">
              <span
                data-status={place === 0 ? 'running' : 'queued'}
                className="bar-part block h-3 rounded-[3px] bg-st"
                style={{ width: `${(100 * votes) / most}%` }}
              />
              {place === 0 ? (
                <span
                  aria-hidden
                  className="absolute inset-y-[-2px] w-0.5 -translate-x-full bg-ink"
                  style={{ left: `${(100 * goal) / most}%` }}
                />
              ) : null}
            </span>
            <span className="figures text-muted">{votes}</span>
          </li>
        ))}
      </ul>
      <p className="figures mt-1 text-muted text-row">
        {k} ahead of every other wins: the line is at {goal}.
      </p>
    </>
  )
}
