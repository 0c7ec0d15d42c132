import { Hand, Pencil, Square, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { cancelRun } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { inspect } from '../canvas/uiStore.ts'
import { useDocument } from '../document/documentStore.ts'
import { flowPath, navigate } from '../router.ts'
import { Button } from '../ui/Button.tsx'
import { Pill } from '../ui/Pill.tsx'
import { runStatusAsNode } from '../ui/status.ts'
import { toast } from '../ui/Toast.tsx'
import { useConnection, useRunHead } from './currentRun.ts'
import { cost, count, duration, elapsedMs, plural, tokensOf } from './figures.ts'
import { nameOfNode } from './nodeName.ts'
import { openRunForm, RunButton } from './RunButton.tsx'
import type { Connection, RunHead } from './runStore.ts'
import { hasEnded } from './runStream.ts'
import { answerStep } from './signals.ts'
import { useFlowRun } from './useFlowRun.ts'
import { useNow } from './useNow.ts'
import { useRunTold } from './useRunTold.ts'

interface Props {
  flowId: string
  /** The run that is looked at; without it the flow is open for editing and its latest run shows. */
  runId?: string | undefined
  /** Sends the last edits to the server, so that what runs is what is drawn. */
  flush: () => Promise<void>
}

/** One row that is always there: how the run on screen stands, who it waits for, Stop, and Run. */
export function RunBar({ flowId, runId, flush }: Props) {
  const name = useDocument(({ flow }) => flow.name)
  useFlowRun(flowId, runId)
  useRunTold(name)
  const head = useRunHead()
  const connection = useConnection()
  const live = head !== null && !hasEnded(head.status)
  return (
    <section
      aria-label="Run"
      className="flex h-11 shrink-0 items-center gap-3 border-line border-b bg-surface px-3 text-body"
    >
      <div className="figures flex min-w-0 flex-1 items-center gap-3 overflow-hidden whitespace-nowrap">
        {head ? <Figures head={head} live={live} /> : <span className="text-muted">{noRunWords(connection)}</span>}
        <ConnectionWords connection={connection} />
        {head && live ? <People head={head} /> : null}
        {head && !live && runId === undefined ? <Offers head={head} /> : null}
      </div>
      {live && head ? <StopButton runId={head.id} /> : null}
      {runId === undefined ? (
        <RunButton flowId={flowId} flush={flush} />
      ) : (
        <Button onClick={() => navigate(flowPath(flowId))}>
          <Pencil aria-hidden size={14} /> Edit the workflow
        </Button>
      )}
    </section>
  )
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
  const price = cost(usage)
  return (
    <>
      <Pill status={runStatusAsNode(head.status)} title={head.error?.message} />
      <span className="text-muted">{facts.join(' · ')}</span>
      {price ? (
        <span
          className="rounded-full border border-line-strong px-2 text-meta leading-[18px]"
          title={usage.simulated ? 'The practice model answered: free, offline, made up.' : undefined}
        >
          {price}
        </span>
      ) : null}
      {head.error ? <span className="min-w-0 truncate text-failed">{head.error.message}</span> : null}
    </>
  )
}

function ConnectionWords({ connection }: { connection: Connection }) {
  if (connection !== 'silent' && connection !== 'lost') return null
  return (
    <span role="status" className="flex items-center gap-1.5 font-medium text-waiting">
      <TriangleAlert aria-hidden size={14} />
      {connection === 'silent' ? 'No news for 20 s, reconnecting' : 'Connection lost, reconnecting'}
    </span>
  )
}

/** Who the run waits for; can be answered from here as well as on the node. */
function People({ head }: { head: RunHead }) {
  const waiting = head.waitingFor.filter(({ kind }) => kind === 'approval')
  const [first] = waiting
  if (!first) return null
  const title = nameOfNode(first.nodeId)
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Hand aria-hidden size={14} className="shrink-0 text-waiting" />
      <button
        type="button"
        className="truncate font-medium hover:underline"
        onClick={() => inspect(first.nodeId, 'run')}
      >
        {title} waits for you{waiting.length > 1 ? ` (and ${waiting.length - 1} more)` : ''}
      </button>
      <Button
        size="small"
        look="primary"
        aria-label={`Approve ${title}`}
        onClick={() => void answerStep(first.nodeId, { decision: 'approve', by: 'me' })}
      >
        Approve
      </Button>
      <Button
        size="small"
        aria-label={`Reject ${title}`}
        onClick={() => void answerStep(first.nodeId, { decision: 'reject', by: 'me' })}
      >
        Reject
      </Button>
    </span>
  )
}

/** What to do next, once the run is over. */
function Offers({ head }: { head: RunHead }) {
  const council = useDocument(({ flow }) => flow.nodes.find((node) => node.kind === 'council')?.id)
  const asks = useDocument(({ flow }) => flow.nodes.some((node) => node.kind === 'input'))
  if (head.status !== 'completed') return null
  return (
    <span className="flex gap-1 border-line border-l pl-3">
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

function StopButton({ runId }: { runId: string }) {
  const [asked, setAsked] = useState(false)
  const stop = async () => {
    setAsked(true)
    try {
      await cancelRun(runId)
    } catch (error) {
      setAsked(false)
      toast({ text: messageOf(error), tone: 'error' })
    }
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '.' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      void stop()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
  return (
    <Button disabled={asked} title="Ctrl ." onClick={() => void stop()}>
      <Square aria-hidden size={12} /> {asked ? 'Stopping…' : 'Stop'}
    </Button>
  )
}
