import { Check, Pencil, Play, Plus, ThumbsDown, ThumbsUp, Trash2, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import {
  deleteTest,
  estimateFlow,
  getFlow,
  getVersion,
  listTestRuns,
  listTests,
  listVersions,
  noteTest,
} from '../../api/client.ts'
import { messageOf } from '../../api/error.ts'
import type { Estimate, TestCase, TestResult, TestRun } from '../../api/types.ts'
import { useLoad } from '../../api/useLoad.ts'
import { priceWords } from '../../price/priceWords.ts'
import { comparePath, flowPath, runPath } from '../../router.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Link } from '../../ui/Link.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { runStatusAsNode } from '../../ui/status.ts'
import { toast } from '../../ui/Toast.tsx'
import { TopBar } from '../../ui/TopBar.tsx'
import { ago, cost, count, duration, plural } from '../figures.ts'
import { CaseDialog } from './CaseDialog.tsx'
import { expectWords, short } from './expectWords.ts'
import { goOnTests, judge, runTests } from './runTests.ts'

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
  const open = all.some(({ results }) => results.some(({ runId, status }) => runId !== null && !isOver(status)))
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

const isOver = (status: TestResult['status']): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled'

interface ChooserProps {
  label: string
  runs: readonly TestRun[]
  run: TestRun | undefined
  optional: boolean
  onChoose: (id: string | null) => void
}

function Chooser({ label, runs, run, optional, onChoose }: ChooserProps) {
  const passed = run?.results.filter(({ verdict }) => verdict?.pass).length ?? 0
  return (
    <>
      <select
        aria-label={label}
        className="field w-auto! max-w-60"
        value={run?.id ?? ''}
        onChange={(event) => onChoose(event.target.value || null)}
      >
        {optional || runs.length === 0 ? <option value="">{optional ? 'Nothing beside' : 'Not run yet'}</option> : null}
        {runs.map(({ id, revision, createdAt }) => (
          <option key={id} value={id}>
            Version {revision}, {ago(createdAt)}
          </option>
        ))}
      </select>
      {run ? (
        <span className="figures ml-2">
          {passed} of {run.results.length} good
        </span>
      ) : null}
    </>
  )
}

interface ResultProps {
  flowId: string
  run: TestRun
  result: TestResult
  onChange: () => void
}

function Result({ flowId, run, result, onChange }: ResultProps) {
  const [busy, setBusy] = useState(false)
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      toast({ text: messageOf(error), tone: 'error' })
    }
    setBusy(false)
    onChange()
  }
  const { runId, status, verdict, output, name } = result
  if (runId === null || status === null) {
    return (
      <span className="flex items-center gap-2 text-muted">
        Not started
        <Button size="small" disabled={busy} onClick={() => void act(() => goOnTests(run, onChange))}>
          Start the rest
        </Button>
      </span>
    )
  }
  const judged = result.expect.type === 'judge' && status === 'completed'
  const say = (pass: boolean) => act(() => noteTest(run.id, result.caseId, { verdict: { pass, by: 'me' } }))
  return (
    <div className="flex flex-col gap-1">
      <div className="figures flex flex-wrap items-center gap-x-2 gap-y-1 text-row">
        {verdict ? (
          <span className={`flex items-center gap-1 font-medium ${verdict.pass ? 'text-done' : 'text-failed'}`}>
            {verdict.pass ? <Check aria-hidden size={14} /> : <X aria-hidden size={14} />}
            {verdict.pass ? 'Good' : 'Not good'}
          </span>
        ) : isOver(status) ? (
          <span className="font-medium text-waiting">To be judged</span>
        ) : (
          <Pill status={runStatusAsNode(status)} />
        )}
        <span className="text-muted">
          {[
            result.ms === null ? '' : duration(result.ms),
            result.usage ? cost(result.usage) : '',
            verdict && verdict.by !== 'rule' ? `by ${verdict.by}` : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <Link to={runPath(flowId, runId)} className="text-accent underline">
          Open
        </Link>
      </div>
      {output === null ? null : (
        <p className="line-clamp-3 text-row" title={short(output)}>
          {short(output)}
        </p>
      )}
      {verdict?.reason ? <p className="text-muted text-row">{verdict.reason}</p> : null}
      {judged ? (
        <div className="flex gap-1">
          <Button size="small" disabled={busy} onClick={() => void act(() => judge(run.id, result))}>
            {busy ? 'Asking…' : 'Ask a model'}
          </Button>
          <IconButton icon={ThumbsUp} label={`${name} is good`} disabled={busy} onClick={() => void say(true)} />
          <IconButton icon={ThumbsDown} label={`${name} is not good`} disabled={busy} onClick={() => void say(false)} />
        </div>
      ) : null}
    </div>
  )
}

interface RunAllProps {
  flowId: string
  newest: number
  many: number
  onClose: () => void
  onBegun: (id: string) => void
  onChange: () => void
}

/** Which version, and what it will cost. */
function RunAll({ flowId, newest, many, onClose, onBegun, onChange }: RunAllProps) {
  const [revision, setRevision] = useState(newest)
  const versions = useLoad(`versions ${flowId}`, () => listVersions(flowId))
  const price = useLoad(`price ${flowId} ${revision}`, async () =>
    estimateFlow((await getVersion(flowId, revision)).flow),
  )
  const begin = () => {
    onClose()
    let begun = false
    runTests(flowId, revision, ({ id }) => {
      if (!begun) onBegun(id)
      begun = true
      onChange()
    }).catch((error: unknown) => toast({ text: messageOf(error), tone: 'error' }))
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Run ${plural(many, 'case')}`}
      description="Each case is a run of its own; what is judged by a model costs one call more."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={begin}>
            Run all
          </Button>
        </>
      }
    >
      <label className="flex flex-col gap-1 text-row">
        <span className="font-medium">Version of the workflow</span>
        <select className="field" value={revision} onChange={(event) => setRevision(Number(event.target.value))}>
          {(versions.data?.items ?? [{ revision: newest, createdAt: '' }]).map((version) => (
            <option key={version.revision} value={version.revision}>
              Version {version.revision}
              {version.revision === newest ? ', the newest' : ''}
              {version.createdAt ? `, ${ago(version.createdAt)}` : ''}
            </option>
          ))}
        </select>
      </label>
      <p className="figures mt-3 text-body">
        {price.data ? priceWords(times(price.data, many)) : (price.error ?? 'Working out what it will cost…')}
      </p>
      <p className="figures text-muted text-row">{count(many)} runs</p>
    </Dialog>
  )
}

/** What `many` runs take. */
function times({ calls, usd }: Pick<Estimate, 'calls' | 'usd'>, many: number): Pick<Estimate, 'calls' | 'usd'> {
  const by = ({ min, expected, max }: Estimate['calls']) => ({
    min: min * many,
    expected: expected * many,
    max: max * many,
  })
  return { calls: by(calls), usd: usd && by(usd) }
}
