import type { WaitingFor } from '@quorum/engine'
import { Hand, Timer } from 'lucide-react'
import { goToStep } from '../canvas/uiStore.ts'
import { Button } from '../ui/Button.tsx'
import { runStore } from './currentRun.ts'
import { openDock } from './dockStore.ts'
import { duration } from './figures.ts'
import { nameOfNode } from './nodeName.ts'
import { editAnswer, openRunDialog } from './runDialog.ts'
import type { RunHead } from './runStore.ts'
import { answerStep } from './signals.ts'
import { inspectStep } from './stepAsked.ts'
import { useNow } from './useNow.ts'
import { waitingWords } from './waitingWords.ts'

const order = { approval: 0, signal: 1, time: 2, join: 3, condition: 4, lock: 5, retry: 6 }

/** Whom the run waits for, since when and until when; people can answer from here as well as on the node. */
export function Waiting({ head }: { head: RunHead }) {
  const waiting = head.waitingFor.toSorted((a, b) => order[a.kind] - order[b.kind] || a.since.localeCompare(b.since))
  const [first] = waiting
  if (!first) return <AtWork head={head} />
  return <First first={first} more={waiting.length - 1} />
}

/** Long enough for people to ask whether it is stuck. */
const longMs = 20_000

/** Which step has been at work the longest, once that is long: where to look, and what to stop or skip. */
function AtWork({ head }: { head: RunHead }) {
  const now = useNow(true)
  const longest = Object.entries(runStore.view()?.nodes ?? {})
    .filter(([id, { status, startedAt }]) => !id.includes('/') && status === 'running' && startedAt !== null)
    .toSorted(([, a], [, b]) => String(a.startedAt).localeCompare(String(b.startedAt)))[0]
  if (!longest || head.status !== 'running') return null
  const [nodeId, { startedAt }] = longest
  const ms = now - Date.parse(startedAt ?? '')
  if (ms < longMs) return null
  return (
    <button
      type="button"
      className="figures min-w-0 rounded-control py-1 text-left text-muted hover:underline"
      title="Click to see what it is doing. There it can be stopped or skipped, too."
      onClick={() => {
        goToStep(nodeId)
        inspectStep(nodeId, nodeId)
      }}
    >
      <Timer aria-hidden size={14} className="mr-1.5 inline align-[-2px]" />
      {nameOfNode(nodeId)} at work for {duration(Math.floor(ms / 1_000) * 1_000)}
    </button>
  )
}

function First({ first, more }: { first: WaitingFor; more: number }) {
  const now = useNow(first.kind === 'time')
  const nodeId = first.nodeId.split('/')[0] ?? first.nodeId
  const title = nameOfNode(first.nodeId)
  const { who, when } = waitingWords(first, title, now)
  const Icon = first.kind === 'time' ? Timer : Hand
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <button
        type="button"
        className="min-w-0 rounded-control py-1 text-left hover:underline"
        title={`${who}, ${when}. Click to go there.`}
        onClick={() => goToStep(nodeId)}
      >
        <Icon aria-hidden size={14} className="mr-1.5 inline align-[-2px] text-waiting" />
        <span className="font-medium">{who}</span>
        {more > 0 ? ` (and ${more} more)` : ''} <span className="figures text-muted">{when}</span>
      </button>
      {first.kind === 'signal' ? (
        <Button size="small" onClick={() => openRunDialog({ type: 'signal', nodeId: first.nodeId, path: first.path })}>
          Send it…
        </Button>
      ) : null}
      {first.kind === 'approval' ? (
        <span className="flex gap-1.5">
          <Button size="small" aria-label={`Read what ${title} is about`} onClick={() => openDock('output')}>
            Read
          </Button>
          <Button
            size="small"
            look="primary"
            aria-label={`Approve ${title}`}
            onClick={() => void answerStep(first.nodeId, { decision: 'approve', by: 'me' })}
          >
            Approve
          </Button>
          <Button size="small" aria-label={`Edit and approve ${title}`} onClick={() => editAnswer(first.nodeId)}>
            Edit
          </Button>
          <Button
            size="small"
            aria-label={`Reject ${title}`}
            onClick={() => void answerStep(first.nodeId, { decision: 'reject', by: 'me' })}
          >
            Reject
          </Button>
        </span>
      ) : null}
    </span>
  )
}
