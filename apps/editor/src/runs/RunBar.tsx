import { definitionOf } from '@quorum/nodes/definitions'
import { History, Pencil, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useDefaultModel } from '../api/useDefaultModel.ts'
import { inspect } from '../canvas/uiStore.ts'
import { useDocument } from '../document/documentStore.ts'
import { flowPath, navigate } from '../router.ts'
import { Button } from '../ui/Button.tsx'
import { lazyPart } from '../ui/lazyPart.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Pill } from '../ui/Pill.tsx'
import { runStatusAsNode } from '../ui/status.ts'
import { runStream, useConnection, useRetryAt, useRunHead } from './currentRun.ts'
import { cost, count, duration, elapsedMs, plural, tokensOf } from './figures.ts'
import { useMoment } from './moment.ts'
import { onPractice } from './practice.ts'
import { openRunForm, RunButton } from './RunButton.tsx'
import { useRunDialog } from './runDialog.ts'
import type { Connection, RunHead } from './runStore.ts'
import { hasEnded } from './runStream.ts'
import { useFlowRun } from './useFlowRun.ts'
import { useNow } from './useNow.ts'
import { useRunTold } from './useRunTold.ts'

const BudgetBar = lazyPart(async () => (await import('./BudgetBar.tsx')).BudgetBar)
const PriceButton = lazyPart(async () => (await import('../price/PriceButton.tsx')).PriceButton)
const RunControls = lazyPart(async () => (await import('./RunControls.tsx')).RunControls)
const SpendBar = lazyPart(async () => (await import('../price/SpendBar.tsx')).SpendBar)
const Waiting = lazyPart(async () => (await import('./Waiting.tsx')).Waiting)
const ReplayBar = lazyPart(async () => (await import('./replay/ReplayBar.tsx')).ReplayBar)
const RunDialogs = lazyPart(async () => (await import('./RunDialogs.tsx')).RunDialogs)

interface Props {
  flowId: string
  /** The run that is looked at; without it the flow is open for editing and its latest run shows. */
  runId?: string | undefined
  /** Sends the last edits to the server, so that what runs is what is drawn. */
  flush: () => Promise<void>
}

/** One row that is always there: how the run on screen stands, whom it waits for, how to steer it, and Run. */
export function RunBar({ flowId, runId, flush }: Props) {
  const name = useDocument(({ flow }) => flow.name)
  useFlowRun(flowId, runId)
  useRunTold(name)
  const head = useRunHead()
  const connection = useConnection()
  const asking = useRunDialog(({ open }) => open !== null)
  const live = head !== null && !hasEnded(head.status)
  const past = useMoment((moment) => moment.past)
  useReplayFromUrl(runId)
  return (
    <>
      <section
        aria-label="Run"
        className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-b bg-surface px-3 py-1.5 text-body"
      >
        <div className="figures flex min-w-0 flex-1 basis-72 flex-wrap items-center gap-x-3 gap-y-1">
          {head ? <Figures head={head} live={live} /> : <span className="text-muted">{noRunWords(connection)}</span>}
          {head && !past ? <SpendBar head={head} /> : null}
          {head || connection !== 'none' ? null : <PriceButton />}
          {head ? <BudgetBar head={head} /> : null}
          <ConnectionWords connection={connection} />
          {head && live && !past ? <Waiting head={head} /> : null}
          {head && !live && !past && runId === undefined ? <Offers head={head} /> : null}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {head && !past ? <RunControls head={head} /> : null}
          {head && !past ? (
            <Button
              title="Look back at every moment of this run. Nobody is asked again."
              onClick={() => void lookBack(head.id)}
            >
              <History aria-hidden size={14} /> Replay
            </Button>
          ) : null}
          {runId === undefined ? (
            <RunButton flowId={flowId} flush={flush} />
          ) : (
            <Button onClick={() => navigate(flowPath(flowId))}>
              <Pencil aria-hidden size={14} /> Edit the workflow
            </Button>
          )}
        </div>
        {asking ? (
          <Panel name="The dialog of the run">
            <RunDialogs />
          </Panel>
        ) : null}
      </section>
      {past ? (
        <Panel name="The replay">
          <ReplayBar />
        </Panel>
      ) : null}
    </>
  )
}

const lookBack = async (runId: string, event?: number): Promise<void> =>
  (await import('./replay/replay.ts')).openReplay(runId, event)

/** An address may name a moment: the page opens there. */
function useReplayFromUrl(runId: string | undefined): void {
  useEffect(() => {
    const event = new URLSearchParams(location.search).get('event')
    if (runId !== undefined && event !== null && /^\d+$/.test(event)) void lookBack(runId, Number(event))
  }, [runId])
}

const noRunWords = (connection: Connection): string =>
  connection === 'none' ? 'Not run yet. Press Run to see every step work.' : 'Opening the run…'

function Figures({ head, live }: { head: RunHead; live: boolean }) {
  const now = useNow(live, 250)
  const { usage } = head
  const facts = [
    head.startedAt ? duration(elapsedMs(head.startedAt, head.endedAt, now)) : '',
    usage.calls > 0 ? plural(usage.calls, 'call') : '',
    tokensOf(usage) > 0 ? `${count(tokensOf(usage))} tokens` : '',
  ].filter(Boolean)
  const fallback = useDefaultModel()
  // What answered is known from the first call on; before that from the models that will be asked.
  const practice = useDocument(({ flow }) => live && usage.calls === 0 && onPractice(flow, fallback))
  const price = cost(usage) || (practice ? 'Practice answers' : '')
  const simulated = usage.simulated || usage.calls === 0
  return (
    <>
      <Pill status={runStatusAsNode(head.status)} title={head.error?.message} />
      <span className="text-muted">{facts.join(' · ')}</span>
      {price ? (
        <span
          className="rounded-full border border-line-strong px-2 text-meta leading-[18px]"
          title={simulated ? 'The practice model answered: free, offline, made up.' : undefined}
        >
          {price}
        </span>
      ) : null}
      {head.replayOf ? (
        <span className="flex items-center gap-1.5 font-medium text-accent">
          <History aria-hidden size={14} /> Replay: no model was asked
        </span>
      ) : null}
      {head.error ? (
        <span className="min-w-0 max-w-full truncate text-failed" title={head.error.message}>
          {head.error.message}
        </span>
      ) : null}
    </>
  )
}

function ConnectionWords({ connection }: { connection: Connection }) {
  if (connection !== 'silent' && connection !== 'lost') return null
  return (
    <span role="status" className="flex items-center gap-1.5 font-medium text-waiting">
      <TriangleAlert aria-hidden size={14} />
      {connection === 'silent' ? 'No news for 20 s, reconnecting' : 'Connection lost, reconnecting'}
      <NextTry />
    </span>
  )
}

/** When the next try is, and a way not to wait for it. */
function NextTry() {
  const at = useRetryAt()
  const now = useNow(at !== null, 500)
  if (at === null) return null
  const seconds = Math.ceil((at - now) / 1_000)
  return (
    <>
      {/* A countdown is not read out. */}
      <span aria-hidden className="figures font-normal text-muted">
        {seconds > 0 ? `in ${seconds} s` : ''}
      </span>
      <Button size="small" onClick={runStream.now}>
        Try now
      </Button>
    </>
  )
}

/** What to do next, once the run is over. */
function Offers({ head }: { head: RunHead }) {
  const council = useDocument(({ flow }) => flow.nodes.find(({ params }) => Array.isArray(params.members))?.id)
  const asks = useDocument(({ flow }) => flow.nodes.some(({ kind }) => definitionOf(kind)?.input))
  if (head.status !== 'completed') return null
  return (
    <span className="flex flex-wrap gap-1 border-line border-l pl-3 max-[599px]:border-0 max-[599px]:pl-0">
      {asks ? <Offer onClick={openRunForm}>Change the question</Offer> : null}
      {council ? <Offer onClick={() => inspect(council)}>Add a member</Offer> : null}
      {head.usage.simulated ? <Offer onClick={() => navigate('/settings')}>Use a real model</Offer> : null}
    </span>
  )
}

function Offer({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button size="small" look="quiet" className="text-accent!" onClick={onClick}>
      {children}
    </Button>
  )
}
