import type { NodeView } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import { useEffect } from 'react'
import { useDocument } from '../document/documentStore.ts'
import { Pill } from '../ui/Pill.tsx'
import { runStore, useNodeRun, useRunHead } from './currentRun.ts'
import { openDock } from './dockStore.ts'
import { plural } from './figures.ts'
import { nodesById, useFlowNode } from './flowNode.ts'
import { useMoment } from './moment.ts'
import { nameOfNode } from './nodeName.ts'
import { nodeStatus, nodeWord } from './nodeWords.ts'
import { pathWords } from './pathWords.ts'
import { hasEnded } from './runStream.ts'
import { StepView } from './StepView.tsx'
import { askStep, inspectStep, useStepAsked } from './stepAsked.ts'
import { type StepPath, stepPaths } from './stepPaths.ts'
import { useNow } from './useNow.ts'
import { moment } from './waitingWords.ts'

/** What one node got and gave in the run on screen, with a picker where it worked several times. */
export function LastRun({ nodeId }: { nodeId: string }) {
  const head = useRunHead()
  const run = useNodeRun(nodeId)
  const node = useFlowNode(nodeId)
  // What the picker offers grows with the container, not only with the node.
  useNodeRun(node?.parent ?? nodeId)
  const past = useMoment((state) => state.past)
  const asked = useStepAsked((step) => (step.nodeId === nodeId ? step.path : null))
  // The next time this node is opened it shows its latest step again.
  useEffect(() => () => askStep(nodeId, null), [nodeId])
  if (!head || !run)
    return <p className="p-4 text-body text-muted">No run yet. Press Run to see what this node gets and gives.</p>
  if (run.status === 'idle' && asked === null) {
    return (
      <p className="p-4 text-body text-muted">
        {hasEnded(head.status) ? 'The last run did not reach this node.' : 'The run has not reached this node yet.'}
      </p>
    )
  }
  const status = nodeStatus(run, hasEnded(head.status))
  const paths = stepPaths(chainOf(nodeId))
  const offered = paths.find(({ path }) => path === asked)
  const shown: StepPath | undefined =
    asked !== null && !offered ? { path: asked, label: '' } : (offered ?? paths.at(-1))
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex items-center gap-2">
        <Pill status={status} word={nodeWord(run, status, 'Working', undefined)} title={run.error?.message} />
        <span className="flex-1" />
        {paths.length > 1 && shown ? (
          <select
            aria-label="Which time"
            className="field w-auto!"
            value={shown.path}
            onChange={(event) => askStep(nodeId, event.target.value)}
          >
            {offered === undefined && asked !== null ? <option value={asked}>{pathWords(asked)}</option> : null}
            {paths.map(({ path, label }) => (
              <option key={path} value={path}>
                {label}
              </option>
            ))}
          </select>
        ) : null}
      </div>
      <WaitsFor run={run} />
      {asked === null && node && definitionOf(node.kind)?.container && run.progress ? (
        <button
          type="button"
          className="w-fit rounded-control text-accent text-body underline"
          onClick={() => openDock('items')}
        >
          {`See its ${plural(run.progress.total, 'item')}, one by one`}
        </button>
      ) : null}
      {past ? (
        <p className="text-muted text-row">The canvas looks back. What follows is what the step came to in the end.</p>
      ) : null}
      {asked !== null && !offered ? (
        <p className="flex flex-wrap items-center gap-2 text-row">
          <span className="min-w-0 break-words font-medium" title={asked}>
            {pathWords(asked)}
          </span>
          <button type="button" className="text-accent underline" onClick={() => askStep(nodeId, null)}>
            Back to the whole step
          </button>
        </p>
      ) : null}
      {/* One that has only heard from some of its feeders has done nothing yet that could be told. */}
      {shown && !(run.waiting.length > 0 && run.startedAt === null) ? (
        <StepView
          key={`${head.id} ${shown.path}`}
          runId={head.id}
          nodeId={nodeId}
          path={shown.path}
          stamp={`${run.status} ${run.attempt} ${run.endedAt} ${run.counts.completed} ${run.counts.failed}`}
        />
      ) : null}
    </div>
  )
}

const stateWords: Readonly<Record<string, string>> = {
  arrived: 'has arrived',
  dead: 'will send nothing',
  idle: 'has not begun',
  queued: 'is queued',
  running: 'is running',
  retrying: 'is being tried again',
  waiting: 'is waiting itself',
}

/** Which of those that feed it have come, are at work, or will never come; since when and until when it waits. */
function WaitsFor({ run: { feeders, waiting } }: { run: NodeView }) {
  const now = useNow(waiting.length > 0)
  const [first] = waiting
  if (!first) return null
  return (
    <section aria-label="Waits for">
      <h3 className="font-semibold text-body">
        Waits for {waiting.length} of {Math.max(feeders.length, waiting.length)}
      </h3>
      <p className="figures text-muted text-row">
        since {moment(first.since, now)}
        {first.until ? `, at most until ${moment(first.until, now)}` : ''}
      </p>
      <ul className="mt-1 flex flex-col gap-1 text-body">
        {feeders.map(({ from, port, state }) => (
          <li key={`${from} ${port}`}>
            {from === '@' ? (
              <span className="font-medium">What it is in</span>
            ) : (
              <button
                type="button"
                className="font-medium text-accent hover:underline"
                onClick={() => inspectStep(from, from)}
              >
                {nameOfNode(from)}
              </button>
            )}{' '}
            <span className={state === 'arrived' ? 'text-done' : state === 'dead' ? 'text-muted' : 'text-waiting'}>
              {stateWords[state] ?? state}
            </span>
            {port === 'in' ? null : <span className="text-muted"> · {port}</span>}
          </li>
        ))}
      </ul>
    </section>
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
