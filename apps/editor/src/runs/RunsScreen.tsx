import { listRuns } from '../api/client.ts'
import { useLoad } from '../api/useLoad.ts'
import { runPath } from '../router.ts'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { Pill } from '../ui/Pill.tsx'
import { runStatusAsNode } from '../ui/status.ts'
import { TopBar } from '../ui/TopBar.tsx'
import { ago, cost, count, duration, elapsedMs, tokensOf } from './figures.ts'

const cell = 'whitespace-nowrap px-3 py-2 text-left'

/** The latest runs of all workflows. */
export function RunsScreen() {
  const runs = useLoad('runs', () => listRuns({ limit: 200 }))
  return (
    <div className="flex min-h-full flex-col">
      <TopBar here="runs" />
      <main className="mx-auto w-full max-w-6xl flex-1 px-4 py-8">
        <div className="mb-4 flex items-center">
          <h1 className="flex-1 font-semibold text-page">Runs</h1>
          <Button onClick={runs.reload}>Refresh</Button>
        </div>
        {runs.error ? <p role="alert">{runs.error}</p> : null}
        {runs.data?.items.length === 0 ? (
          <p className="text-muted">Nothing has run yet. Open a workflow and press Run.</p>
        ) : null}
        {runs.data && runs.data.items.length > 0 ? (
          <section
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
            tabIndex={0}
            aria-label="Runs"
            className="overflow-x-auto rounded-node border border-line bg-surface"
          >
            <table className="figures w-full text-body">
              <thead className="text-muted text-row">
                <tr>
                  {['State', 'Workflow', 'Version', 'Started', 'Duration', 'Tokens', 'Cost'].map((name) => (
                    <th key={name} scope="col" className={`${cell} font-medium`}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {runs.data.items.map((run) => (
                  <tr key={run.id} className="border-line border-t hover:bg-surface-2">
                    <td className={cell}>
                      <Pill status={runStatusAsNode(run.status)} />
                    </td>
                    <td className={`${cell} max-w-72 truncate`}>
                      {run.flowId ? (
                        <Link to={runPath(run.flowId, run.id)} className="font-medium hover:underline">
                          {run.name}
                        </Link>
                      ) : (
                        <span className="text-muted">Started without a saved workflow</span>
                      )}
                    </td>
                    <td className={cell}>{run.revision ?? ''}</td>
                    <td className={cell}>{run.startedAt ? ago(run.startedAt) : ''}</td>
                    <td className={cell}>{run.startedAt ? duration(elapsedMs(run.startedAt, run.endedAt)) : ''}</td>
                    <td className={cell}>{run.usage ? count(tokensOf(run.usage)) : ''}</td>
                    <td className={cell}>{run.usage ? cost(run.usage) : ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ) : null}
      </main>
    </div>
  )
}
