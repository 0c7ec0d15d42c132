import { Pencil, Play, Plus, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { deleteTest, getFlow, listTestRuns, listTests } from '../../api/client.ts'
import { messageOf } from '../../api/error.ts'
import type { TestCase } from '../../api/types.ts'
import { useLoad } from '../../api/useLoad.ts'
import { comparePath, flowPath } from '../../router.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Link } from '../../ui/Link.tsx'
import { toast } from '../../ui/Toast.tsx'
import { TopBar } from '../../ui/TopBar.tsx'
import { hasEnded } from '../runStream.ts'
import { CaseDialog } from './CaseDialog.tsx'
import { Chooser } from './Chooser.tsx'
import { expectWords, short } from './expectWords.ts'
import { Result } from './Result.tsx'
import { RunAll } from './RunAll.tsx'

const pollMs = 1_500

/** Inputs with what is expected of them: run over any version of a workflow, two versions side by side. */
export function TestsScreen({ flowId }: { flowId: string }) {
  const flow = useLoad(`flow ${flowId}`, () => getFlow(flowId))
  const cases = useLoad(`cases ${flowId}`, () => listTests(flowId))
  const runs = useLoad(`runs ${flowId}`, () => listTestRuns(flowId))
  const [editing, setEditing] = useState<TestCase | 'new' | null>(null)
  const [asking, setAsking] = useState(false)
  const [shown, setShown] = useState<readonly [string | null, string | null]>([null, null])
  const all = runs.data?.items ?? []
  const open = all.some(({ results }) =>
    results.some(({ runId, status }) => runId !== null && status !== null && !hasEnded(status)),
  )
  useEffect(() => {
    if (!open) return
    const timer = setInterval(runs.reload, pollMs)
    return () => clearInterval(timer)
  }, [open, runs.reload])
  const columns = [all.find(({ id }) => id === shown[0]) ?? all[0], all.find(({ id }) => id === shown[1])]
  const error = flow.error ?? cases.error ?? runs.error
  const items = cases.data?.items ?? []
  const remove = async (one: TestCase) => {
    try {
      await deleteTest(flowId, one.id)
      cases.reload()
      toast({ text: `“${one.name}” is deleted` })
    } catch (problem) {
      toast({ text: messageOf(problem), tone: 'error' })
    }
  }
  return (
    <div className="flex min-h-full flex-col">
      <TopBar />
      <main className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-4 px-4 py-6">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="mr-auto font-semibold text-page">
            Tests of{' '}
            <Link to={flowPath(flowId)} className="hover:underline">
              {flow.data?.flow.name ?? '…'}
            </Link>
          </h1>
          <Button onClick={() => setEditing('new')}>
            <Plus aria-hidden size={14} /> Add a case
          </Button>
          <Button look="primary" disabled={items.length === 0 || !flow.data} onClick={() => setAsking(true)}>
            <Play aria-hidden size={14} /> Run all
          </Button>
        </div>
        {error ? <p role="alert">{error}</p> : null}
        {cases.data && items.length === 0 ? (
          <p className="text-body text-muted">
            No cases yet. Add one, or open a good run of this workflow and choose “Keep as a test” at its result.
          </p>
        ) : null}
        {items.length > 0 ? (
          <section
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
            tabIndex={0}
            aria-label="Cases"
            className="overflow-x-auto rounded-node border border-line bg-surface"
          >
            <table className="w-full text-body">
              <thead className="text-left align-top text-muted text-row">
                <tr>
                  <th scope="col" className="px-3 py-2 font-medium">
                    Case
                  </th>
                  <th scope="col" className="px-3 py-2 font-medium">
                    The output
                  </th>
                  {columns.map((run, index) => (
                    <th key={index === 0 ? 'first' : 'second'} scope="col" className="px-3 py-2 font-medium">
                      <Chooser
                        label={index === 0 ? 'Results of' : 'Beside them'}
                        runs={all}
                        run={run}
                        optional={index === 1}
                        onChoose={(id) => setShown(index === 0 ? [id, shown[1]] : [shown[0], id])}
                      />
                    </th>
                  ))}
                  <th scope="col" className="px-3 py-2">
                    <span className="sr-only">Change</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => {
                  const results = columns.map((run) => run?.results.find(({ caseId }) => caseId === one.id))
                  return (
                    <tr key={one.id} className="border-line border-t align-top">
                      <td className="max-w-60 px-3 py-2">
                        <span className="font-medium">{one.name}</span>
                        <p className="truncate text-muted text-row" title={short(one.input)}>
                          {short(one.input)}
                        </p>
                      </td>
                      <td className="max-w-60 px-3 py-2 text-row">{short(expectWords(one.expect))}</td>
                      {results.map((result, index) => (
                        <td key={index === 0 ? 'first' : 'second'} className="max-w-72 min-w-44 px-3 py-2">
                          {result && columns[index] ? (
                            <Result flowId={flowId} run={columns[index]} result={result} onChange={runs.reload} />
                          ) : (
                            <span className="text-muted">–</span>
                          )}
                        </td>
                      ))}
                      <td className="whitespace-nowrap px-2 py-1 text-right">
                        {results[0]?.runId && results[1]?.runId ? (
                          <Link
                            to={comparePath(results[0].runId, results[1].runId)}
                            className="mr-1 text-accent text-row underline"
                          >
                            Compare
                          </Link>
                        ) : null}
                        <IconButton icon={Pencil} label={`Change ${one.name}`} onClick={() => setEditing(one)} />
                        <IconButton icon={Trash2} label={`Delete ${one.name}`} onClick={() => void remove(one)} />
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </section>
        ) : null}
      </main>
      {editing && flow.data ? (
        <CaseDialog
          flowId={flowId}
          flow={flow.data.flow}
          old={editing === 'new' ? null : editing}
          onDone={(changed) => {
            setEditing(null)
            if (changed) cases.reload()
          }}
        />
      ) : null}
      {asking && flow.data ? (
        <RunAll
          flowId={flowId}
          newest={flow.data.revision}
          many={items.length}
          onClose={() => setAsking(false)}
          onBegun={(id) => {
            // What was newest stands beside what comes now.
            setShown([id, all[0]?.id ?? null])
            runs.reload()
          }}
          onChange={runs.reload}
        />
      ) : null}
    </div>
  )
}
