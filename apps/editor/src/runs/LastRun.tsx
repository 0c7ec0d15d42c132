import type { Value } from '@quorum/engine'
import { type ReactNode, useState } from 'react'
import { getStep } from '../api/client.ts'
import { useLoad } from '../api/useLoad.ts'
import { useDocument } from '../document/documentStore.ts'
import { Pill } from '../ui/Pill.tsx'
import { runStore, useNodeRun, useRunHead } from './currentRun.ts'
import { ErrorCard } from './ErrorCard.tsx'
import { clock, cost, count, duration, elapsedMs } from './figures.ts'
import { nodesById, useFlowNode } from './flowNode.ts'
import { nodeStatus } from './nodeWords.ts'
import { hasEnded } from './runStream.ts'
import { type StepPath, stepPaths } from './stepPaths.ts'
import { CopyButton, ValueView } from './ValueView.tsx'

/** What one node got and gave in the run on screen, with a picker where it worked several times. */
export function LastRun({ nodeId }: { nodeId: string }) {
  const head = useRunHead()
  const run = useNodeRun(nodeId)
  const node = useFlowNode(nodeId)
  // What the picker offers grows with the container, not only with the node.
  useNodeRun(node?.parent ?? nodeId)
  const [asked, setAsked] = useState<string | null>(null)
  if (!head || !run)
    return <p className="p-4 text-body text-muted">No run yet. Press Run to see what this node gets and gives.</p>
  if (run.status === 'idle') {
    return (
      <p className="p-4 text-body text-muted">
        {hasEnded(head.status) ? 'The last run did not reach this node.' : 'The run has not reached this node yet.'}
      </p>
    )
  }
  const paths = stepPaths(chainOf(nodeId))
  const shown = paths.find(({ path }) => path === asked) ?? paths.at(-1)
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex items-center gap-2">
        <Pill status={nodeStatus(run, hasEnded(head.status))} />
        <span className="flex-1" />
        {paths.length > 1 && shown ? (
          <select
            aria-label="Which time"
            className="field w-auto!"
            value={shown.path}
            onChange={(event) => setAsked(event.target.value)}
          >
            {paths.map(({ path, label }) => (
              <option key={path} value={path}>
                {label}
              </option>
            ))}
          </select>
        ) : null}
      </div>
      {shown ? (
        <Step
          key={shown.path}
          runId={head.id}
          nodeId={nodeId}
          step={shown}
          stamp={`${run.status} ${run.attempt} ${run.endedAt}`}
        />
      ) : null}
    </div>
  )
}

/** The node behind its containers, from the outermost on. */
function chainOf(nodeId: string): Parameters<typeof stepPaths>[0] {
  const nodes = nodesById(useDocument.getState().flow.nodes)
  const chain = []
  for (let node = nodes.get(nodeId); node && chain.length < nodes.size; node = nodes.get(node.parent ?? '')) {
    chain.unshift({ id: node.id, kind: node.kind, run: runStore.node(node.id) })
  }
  return chain
}

function Step({ runId, nodeId, step, stamp }: { runId: string; nodeId: string; step: StepPath; stamp: string }) {
  const { data, error } = useLoad(`${runId} ${step.path} ${stamp}`, () => getStep(runId, step.path))
  if (error)
    return (
      <p role="alert" className="text-body">
        {error}
      </p>
    )
  if (!data) return <p aria-busy="true" className="h-10" />
  const price = cost(data.usage)
  return (
    <>
      <dl className="figures grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-row">
        <Fact name="Time">
          {data.startedAt
            ? `${clock(data.startedAt)} · ${duration(elapsedMs(data.startedAt, data.endedAt))}`
            : 'not started'}
        </Fact>
        {data.usage.calls > 0 ? (
          <Fact name="Tokens">{`${count(data.usage.inputTokens)} in · ${count(data.usage.outputTokens)} out`}</Fact>
        ) : null}
        {price ? <Fact name="Cost">{price}</Fact> : null}
      </dl>
      {data.error ? (
        <ErrorCard cause={{ nodeId, code: data.error.code, message: data.error.message }} path={step.path} />
      ) : null}
      <Part name="Input" value={data.input} />
      <Part name="Output" value={data.output} />
      {data.attempts.length > 1 ? (
        <section aria-label="Attempts">
          <h3 className="font-semibold text-body">Attempts</h3>
          <ol className="mt-1 flex flex-col gap-1 text-row">
            {data.attempts.map(({ attempt, startedAt, endedAt, error: problem }) => (
              <li key={attempt} className="figures">
                {attempt}. {startedAt ? duration(elapsedMs(startedAt, endedAt)) : ''}
                {problem ? <span className="text-failed"> {problem.message}</span> : null}
              </li>
            ))}
          </ol>
        </section>
      ) : null}
    </>
  )
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
