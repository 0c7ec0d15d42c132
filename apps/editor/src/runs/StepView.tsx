import { isRecord, type NodeStatus, type Value } from '@quorum/engine'
import { drillInOf } from '@quorum/nodes/drill-ins'
import { lazy, type ReactNode, Suspense, useCallback, useState, useSyncExternalStore } from 'react'
import { getStep } from '../api/client.ts'
import type { StepRecord } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { expectedOf, onExpected } from '../price/expected.ts'
import { Button } from '../ui/Button.tsx'
import { Pill } from '../ui/Pill.tsx'
import { runStore, useNodeRun } from './currentRun.ts'
import { ErrorCard } from './ErrorCard.tsx'
import { clock, cost, count, duration, elapsedMs, plural, tokensOf } from './figures.ts'
import { nodesById, useFeederIds, useFlowNode } from './flowNode.ts'
import { Messages } from './Messages.tsx'
import { pathWords } from './pathWords.ts'
import { type Action, stepActions } from './stepActions.ts'
import { askStep } from './stepAsked.ts'
import { CopyButton, ValueView } from './ValueView.tsx'

const Markdown = lazy(() => import('./Markdown.tsx').then((module) => ({ default: module.Markdown })))
const Text = ({ text }: { text: string }) => (
  <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
    <Markdown text={text} />
  </Suspense>
)

interface Props {
  runId: string
  nodeId: string
  path: string
  /** Another one: the step has moved on, and is asked for again. */
  stamp: string
}

/** One step of a run: what it cost, what can be done about it, what its kind tells, what went in and out. */
export function StepView({ runId, nodeId, path, stamp }: Props) {
  const { data, error } = useLoad(`${runId} ${path} ${stamp}`, () => getStep(runId, path))
  if (error)
    return (
      <p role="alert" className="text-body">
        {error}
      </p>
    )
  if (!data) return <p aria-busy="true" className="h-10" />
  return (
    <>
      <Figures nodeId={nodeId} whole={path === nodeId} step={data} />
      <Actions actions={stepActions(nodeId, path, data.status)} />
      {data.error ? (
        <ErrorCard cause={{ nodeId, code: data.error.code, message: data.error.message }} path={path} />
      ) : null}
      {nodeOfPath(path) === nodeId ? <Told runId={runId} nodeId={nodeId} step={data} /> : null}
      <Part name="Input" value={data.input} />
      <Part name="Output" value={data.output} />
      <Messages step={data} />
      <Attempts attempts={data.attempts} />
      <Inside nodeId={nodeId} path={path} steps={data.steps ?? []} />
      <details>
        <summary className="w-fit rounded-control font-semibold text-body">Raw</summary>
        <div className="flex justify-end">
          <CopyButton value={data as unknown as Value} label="Copy the raw step" />
        </div>
        <pre className="max-h-96 overflow-auto whitespace-pre-wrap break-words rounded-control bg-surface-2 p-2 font-mono text-meta">
          {JSON.stringify(data, null, 2).slice(0, 100_000)}
        </pre>
      </details>
    </>
  )
}

/** Of `docs[17]/check#2` that is `check`: a step inside a composite is of none of the nodes people drew. */
const nodeOfPath = (path: string): string | undefined =>
  path
    .split('/')
    .at(-1)
    ?.replace(/[[#].*$/, '')

/** `whole`: not one of its items or rounds, of which nothing was expected by itself. */
function Figures({ nodeId, whole, step }: { nodeId: string; whole: boolean; step: StepRecord }) {
  const expected = useSyncExternalStore(onExpected, () => (whole ? expectedOf(nodeId) : undefined))
  const price = cost(step.usage)
  const models = modelsOf(step)
  const about = (n: number | undefined): string => (n ? ` · expected about ${count(Math.round(n))}` : '')
  return (
    <dl className="figures grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-row">
      <Fact name="Time">
        {step.startedAt
          ? `${clock(step.startedAt)} · ${duration(elapsedMs(step.startedAt, step.endedAt))}`
          : 'not started'}
      </Fact>
      {step.usage.calls > 0 ? (
        <>
          <Fact name="Calls">{`${count(step.usage.calls)}${about(expected?.calls.expected)}`}</Fact>
          <Fact name="Tokens">
            {`${count(step.usage.inputTokens)} in${step.usage.cachedTokens ? ` (${count(step.usage.cachedTokens)} cached)` : ''} · ${count(step.usage.outputTokens)} out${about(expected?.tokens.expected)}`}
          </Fact>
        </>
      ) : null}
      {price ? <Fact name="Cost">{price}</Fact> : null}
      {step.agents ? (
        <Fact name="Agents">{`${count(step.agents)} · ${plural(step.tries ?? 0, 'attempt')}`}</Fact>
      ) : null}
      {models.length > 0 ? <Fact name="Model">{models.join(', ')}</Fact> : null}
    </dl>
  )
}

/** Who answered: another than was asked where that one could not be reached. */
const modelsOf = ({ asked = [], calls }: StepRecord): readonly string[] => {
  const answered = calls.flatMap(({ value }) =>
    isRecord(value) && typeof value.model === 'string' ? [value.model] : [],
  )
  return [...new Set(answered.length > 0 ? answered : asked.map(({ model }) => model))]
}

const Actions = ({ actions }: { actions: readonly Action[] }) =>
  actions.length === 0 ? null : (
    <div className="flex flex-wrap gap-2">
      {actions.map(({ label, icon: Icon, disabled, onSelect }) => (
        <Button key={label} size="small" disabled={disabled} onClick={onSelect}>
          {Icon ? <Icon aria-hidden size={12} /> : null} {label}
        </Button>
      ))}
    </div>
  )

/** In the words of its kind. */
function Told({ runId, nodeId, step }: { runId: string; nodeId: string; step: StepRecord }) {
  const node = useFlowNode(nodeId)
  const run = useNodeRun(nodeId)
  const ids = useFeederIds(nodeId)
  const nodes = useDocument(({ flow }) => flow.nodes)
  const DrillIn = node && drillInOf(node.kind)
  const stepAt = useCallback((path: string) => getStep(runId, path), [runId])
  if (!DrillIn) return null
  const feeders = ids.map((id) => {
    const feeder = nodesById(nodes).get(id)
    const status: NodeStatus = runStore.node(id)?.status ?? 'idle'
    return { id, title: feeder ? factsOf(feeder).title : id, status }
  })
  return <DrillIn step={step} run={run} stepAt={stepAt} feeders={feeders} Text={Text} />
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Part({ name, value }: { name: string; value: Value }) {
  return (
    <section aria-label={name}>
      <div className="flex items-center">
        <h3 className="flex-1 font-semibold text-body">{name}</h3>
        {value === null || value === undefined ? null : (
          <CopyButton value={value} label={`Copy ${name.toLowerCase()}`} />
        )}
      </div>
      <ValueView value={value ?? null} />
    </section>
  )
}

function Attempts({ attempts }: Pick<StepRecord, 'attempts'>) {
  if (attempts.length < 2) return null
  return (
    <section aria-label="Attempts">
      <h3 className="font-semibold text-body">Attempts</h3>
      <ol className="mt-1 flex flex-col gap-1 text-row">
        {attempts.map(({ attempt, startedAt, endedAt, error: problem, usage }) => (
          <li key={`${attempt} ${startedAt}`} className="figures">
            {attempt}. {startedAt ? duration(elapsedMs(startedAt, endedAt)) : ''}
            {usage ? ` · ${count(tokensOf(usage))} tokens` : ''}
            {problem ? <span className="text-failed"> {problem.message}</span> : null}
          </li>
        ))}
      </ol>
    </section>
  )
}

const firstSteps = 40

/** The steps inside a composite or an item; each opens here. */
function Inside({ nodeId, path, steps }: { nodeId: string; path: string; steps: NonNullable<StepRecord['steps']> }) {
  const [all, setAll] = useState(false)
  // An item is only a frame around its steps.
  const own = steps.filter((step) => !step.path.endsWith(']'))
  if (own.length === 0) return null
  return (
    <section aria-label="Steps inside">
      <h3 className="mb-1 font-semibold text-body">{plural(own.length, 'step')} inside</h3>
      <ul>
        {own.slice(0, all ? own.length : firstSteps).map((step) => (
          <li key={step.path}>
            <button
              type="button"
              className="flex min-h-8 w-full items-center gap-2 rounded-control px-1 text-left text-row hover:bg-surface-2"
              onClick={() => askStep(nodeId, step.path)}
            >
              <Pill status={step.status} title={step.error?.message} />
              <span className="min-w-0 truncate" title={step.path}>
                {pathWords(step.path).slice(pathWords(path).length).replace(/^ · /, '') || step.path}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {own.length > firstSteps && !all ? (
        <Button size="small" onClick={() => setAll(true)}>
          Show all
        </Button>
      ) : null}
    </section>
  )
}
