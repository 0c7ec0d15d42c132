import type { Flow, NodeView, RunView, Value } from '@quorum/engine'
import { Fragment, useCallback, useMemo, useState } from 'react'
import { getRun, getRunFlow, getStep } from '../../api/client.ts'
import { useLoad } from '../../api/useLoad.ts'
import { differences } from '../../document/differences.ts'
import { runPath } from '../../router.ts'
import { Link } from '../../ui/Link.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { runStatusAsNode } from '../../ui/status.ts'
import { TopBar } from '../../ui/TopBar.tsx'
import { ago, cost, count, duration, elapsedMs, plural, tokensOf } from '../figures.ts'
import { compareNodes, type NodePair, timeOf } from './compareRuns.ts'
import { RunsDrawn } from './RunsDrawn.tsx'
import { textDiff } from './textDiff.ts'

interface Side {
  readonly view: RunView
  readonly flow: Flow
}

/** Two runs side by side: what was set differently first, then what came out differently, step by step. */
export function CompareScreen() {
  const query = new URLSearchParams(location.search)
  const [a, b] = [query.get('a') ?? '', query.get('b') ?? '']
  const loaded = useLoad(a && b ? `${a} ${b}` : null, async () => {
    const [viewA, viewB, flowA, flowB] = await Promise.all([getRun(a), getRun(b), getRunFlow(a), getRunFlow(b)])
    return { a: { view: viewA, flow: flowA }, b: { view: viewB, flow: flowB } }
  })
  return (
    <div className="flex min-h-full flex-col">
      <TopBar here="runs" />
      <main className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-6 px-4 py-6">
        <h1 className="font-semibold text-page">Two runs compared</h1>
        {!(a && b) ? (
          <p className="text-muted">
            Choose two runs in the list of{' '}
            <Link to="/runs" className="text-accent underline">
              runs
            </Link>{' '}
            and press Compare.
          </p>
        ) : null}
        {loaded.error ? <p role="alert">{loaded.error}</p> : null}
        {loaded.data ? <Comparison {...loaded.data} /> : null}
      </main>
    </div>
  )
}

function Comparison({ a, b }: { a: Side; b: Side }) {
  const pairs = useMemo(() => compareNodes(a, b), [a, b])
  const config = useMemo(
    () => differences(a.flow, b.flow).filter(({ text }) => !text.startsWith('Position of')),
    [a, b],
  )
  const input = JSON.stringify(a.view.input) !== JSON.stringify(b.view.input)
  const differing = pairs.filter(({ differs }) => differs.length > 0).length
  const [open, setOpen] = useState<string | null>(null)
  const choose = useCallback((id: string) => {
    setOpen(id)
    requestAnimationFrame(() => document.getElementById(rowId(id))?.scrollIntoView({ block: 'start' }))
  }, [])
  return (
    <>
      <div className="grid gap-4 min-[700px]:grid-cols-2">
        <Head letter="A" side={a} />
        <Head letter="B" side={b} />
      </div>
      <section aria-label="What was set differently">
        <h2 className="mb-1 font-semibold text-heading">What was set differently</h2>
        {config.length === 0 && !input ? (
          <p className="text-body text-muted">Nothing: the same workflow, the same input.</p>
        ) : (
          <ul className="list-disc pl-5 text-body">
            {input ? <li>Another input</li> : null}
            {config.map(({ what, text }) => (
              <li key={`${what} ${text}`}>
                {what === 'changed' ? '' : what === 'added' ? 'Only in B: ' : 'Only in A: '}
                {text}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-label="What came out differently" className="flex flex-col gap-3">
        <h2 className="font-semibold text-heading">What came out differently</h2>
        <p className="text-body text-muted">
          {differing === 0
            ? 'Every step came to the same.'
            : `${differing} of ${plural(pairs.length, 'step')} came out differently. Click one to see both results.`}
        </p>
        <div className="canvas relative! h-[26rem] overflow-hidden rounded-node border border-line">
          <RunsDrawn a={a} b={b} pairs={pairs} onChoose={choose} />
        </div>
        <div className="overflow-x-auto rounded-node border border-line bg-surface">
          <table className="figures w-full text-body">
            <thead className="text-left text-muted text-row">
              <tr>
                {['Step', 'State', 'Time', 'Tokens', 'Cost'].map((name) => (
                  <th key={name} scope="col" className="px-3 py-2 font-medium">
                    {name === 'Step' ? name : `${name}, A → B`}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {pairs.map((pair) => (
                <Fragment key={pair.id}>
                  <Row
                    pair={pair}
                    open={open === pair.id}
                    onToggle={() => setOpen(open === pair.id ? null : pair.id)}
                  />
                  {open === pair.id ? (
                    <tr>
                      <td colSpan={5} className="border-line border-t bg-surface-2 px-3 py-3">
                        <Results a={a} b={b} pair={pair} />
                      </td>
                    </tr>
                  ) : null}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  )
}

function Head({ letter, side: { view, flow } }: { letter: string; side: Side }) {
  const usage = view.usage
  return (
    <section aria-label={`Run ${letter}`} className="figures rounded-node border border-line bg-surface p-4 text-body">
      <div className="flex items-center gap-2">
        <span className="font-semibold text-heading">{letter}</span>
        <Pill status={runStatusAsNode(view.status)} />
        {view.flowId ? (
          <Link to={runPath(view.flowId, view.id)} className="truncate font-medium hover:underline">
            {flow.name}
          </Link>
        ) : (
          <span className="truncate">{flow.name}</span>
        )}
      </div>
      <p className="mt-1 text-muted">
        {[
          view.revision === null ? '' : `version ${view.revision}`,
          view.startedAt ? ago(view.startedAt) : '',
          view.startedAt ? duration(elapsedMs(view.startedAt, view.endedAt)) : '',
          `${count(tokensOf(usage))} tokens`,
          cost(usage),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {view.error ? <p className="mt-1 text-failed">{view.error.message}</p> : null}
    </section>
  )
}

const rowId = (id: string): string => `compared-${id}`

function Row({ pair, open, onToggle }: { pair: NodePair; open: boolean; onToggle: () => void }) {
  const { title, a, b, differs } = pair
  const cell = 'whitespace-nowrap border-line border-t px-3 py-1.5 align-middle'
  const both = (of: (node: NodeView) => string): string => {
    const [first, second] = [a ? of(a) : '–', b ? of(b) : '–']
    return first === second ? first : `${first} → ${second}`
  }
  return (
    <tr id={rowId(pair.id)} className={`scroll-mt-4 ${differs.length > 0 ? '' : 'text-muted'}`}>
      <td className={cell}>
        <button
          type="button"
          aria-expanded={open}
          className="min-h-7 rounded-control text-left font-medium hover:underline"
          onClick={onToggle}
        >
          {title}
        </button>
        <span className="ml-2 text-row text-waiting">
          {differs.includes('step')
            ? a
              ? 'only in A'
              : 'only in B'
            : differs.includes('result')
              ? 'another result'
              : ''}
        </span>
      </td>
      <td className={cell}>
        <span className="flex items-center gap-1.5">
          {a ? <Pill status={a.status} /> : '–'}
          {differs.includes('state') || differs.includes('step') ? <>→ {b ? <Pill status={b.status} /> : '–'}</> : null}
        </span>
      </td>
      <td className={cell}>{both((node) => duration(timeOf(node)))}</td>
      <td className={cell}>{both((node) => count(tokensOf(node.usage)))}</td>
      <td className={cell}>{both((node) => cost(node.usage) || '–')}</td>
    </tr>
  )
}

function Results({ a, b, pair }: { a: Side; b: Side; pair: NodePair }) {
  const { data, error } = useLoad(`${a.view.id} ${b.view.id} ${pair.id}`, async () => {
    const read = (side: Side, node: NodeView | null): Promise<Value> =>
      node === null || node.status === 'idle'
        ? Promise.resolve(null)
        : getStep(side.view.id, pair.id).then(({ output, error: failure }) => (failure ? failure.message : output))
    return Promise.all([read(a, pair.a), read(b, pair.b)])
  })
  if (error) return <p role="alert">{error}</p>
  if (!data) return <p aria-busy="true" className="h-8" />
  const [first, second] = data.map((value) =>
    value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2),
  ) as [string, string]
  const parts = textDiff(first, second)
  if (parts) {
    return (
      <p className="max-h-80 overflow-auto whitespace-pre-wrap text-body">
        {parts.map(({ text, in: where }, index) =>
          where === 'both' ? (
            <span key={`${index} both`}>{text}</span>
          ) : where === 'a' ? (
            <del key={`${index} a`} className="text-failed">
              {text}
            </del>
          ) : (
            <ins key={`${index} b`} className="text-done">
              {text}
            </ins>
          ),
        )}
      </p>
    )
  }
  return (
    <div className="grid gap-4 min-[700px]:grid-cols-2">
      {[first, second].map((text, index) => (
        <pre key={index === 0 ? 'A' : 'B'} className="max-h-80 overflow-auto whitespace-pre-wrap text-row">
          {text.slice(0, 100_000)}
        </pre>
      ))}
    </div>
  )
}
