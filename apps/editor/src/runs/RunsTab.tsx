import { listRuns } from '../api/client.ts'
import type { RunSummary } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { historyPath, runPath } from '../router.ts'
import { Link } from '../ui/Link.tsx'
import { Pill } from '../ui/Pill.tsx'
import { runStatusAsNode } from '../ui/status.ts'
import { useRunHead } from './currentRun.ts'
import { ago, duration, elapsedMs } from './figures.ts'
import { useLiveRuns } from './watchRuns.ts'

const noRuns: readonly RunSummary[] = []

/** The runs of this flow, newest first; each opens as it ran. */
export function RunsTab({ flowId }: { flowId: string }) {
  const head = useRunHead()
  const runs = useLoad(`${flowId} ${head?.id} ${head?.status}`, () => listRuns({ flowId, limit: 100 }))
  const live = useLiveRuns(runs.data?.items ?? noRuns)
  if (runs.error)
    return (
      <p role="alert" className="p-4 text-body">
        {runs.error}
      </p>
    )
  if (runs.data?.items.length === 0) return <p className="p-4 text-body text-muted">This workflow has not run yet.</p>
  return (
    <ul className="py-1">
      <li className="px-4 py-1">
        <Link to={historyPath(flowId)} className="text-accent text-row underline">
          How long, how much, how they ended: runs over time
        </Link>
      </li>
      {runs.data?.items.map((run) => (
        <li key={run.id}>
          <Link
            to={runPath(flowId, run.id)}
            aria-current={run.id === head?.id ? 'true' : undefined}
            className="-outline-offset-2 figures flex h-8 items-center gap-3 px-4 text-row hover:bg-surface-2 aria-[current]:bg-surface-2"
          >
            <Pill
              status={live.get(run.id)?.waiting ? 'waiting' : runStatusAsNode(live.get(run.id)?.status ?? run.status)}
            />
            <span className="text-muted">{run.startedAt ? ago(run.startedAt) : 'not started'}</span>
            <span className="text-muted">{run.startedAt ? duration(elapsedMs(run.startedAt, run.endedAt)) : ''}</span>
            {run.revision === null ? null : <span className="text-muted">version {run.revision}</span>}
            {run.id === head?.id ? <span className="font-medium">shown now</span> : null}
          </Link>
        </li>
      ))}
    </ul>
  )
}
