import { hasBody } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import { Pin } from 'lucide-react'
import { memo, useSyncExternalStore } from 'react'
import { expectedCalls, onExpected } from '../price/expected.ts'
import { Pill } from '../ui/Pill.tsx'
import { runStore, useNodeRun } from './currentRun.ts'
import { count, duration, elapsedMs, tokensOf } from './figures.ts'
import { useFlowNode } from './flowNode.ts'
import { nodeStatus, nodeWord } from './nodeWords.ts'
import { usePinned } from './pins.ts'
import { hasEnded } from './runStream.ts'
import { useNow } from './useNow.ts'

const runEnded = (): boolean => {
  const head = runStore.head()
  return head !== null && hasEnded(head.status)
}

const runPaused = (): boolean => runStore.head()?.status === 'paused'

/** What is around other steps does nothing by itself: while the run is paused, so is it. */
const isAround = (kind: string): boolean => {
  const definition = definitionOf(kind)
  return definition !== undefined && hasBody(definition)
}

/** A node that only passes a value on takes no time worth saying. */
const noticedMs = 10

/** Status pill on the left, figures on the right. */
export const NodeFooter = memo(function NodeFooter({ nodeId, kind }: { nodeId: string; kind: string }) {
  const run = useNodeRun(nodeId)
  const over = useSyncExternalStore(runStore.onHead, runEnded)
  const attempts = useFlowNode(nodeId)?.policy?.attempts
  const pinned = usePinned(nodeId)
  const about = useSyncExternalStore(onExpected, () => expectedCalls(nodeId))
  const paused = useSyncExternalStore(runStore.onHead, runPaused)
  const own = nodeStatus(run, over)
  const status = paused && own === 'running' && isAround(kind) ? 'paused' : own
  const live = status === 'running' || status === 'retrying' || status === 'waiting'
  const now = useNow(live)
  const spentMs = run ? elapsedMs(run.startedAt, run.endedAt ?? (over ? run.startedAt : null), now) : 0
  const definition = definitionOf(kind)
  // Only a person waits for “you”.
  const alone = status === 'waiting' && run?.waiting.length === 0 && definition?.category !== 'human'
  const word = alone ? 'Waiting' : undefined
  // The hand and its colour are kept for what somebody has to do.
  const forPeople = status !== 'waiting' || definition?.category === 'human'
  const simulated = run?.usage.simulated === true && run.usage.calls > 0
  const figures = run
    ? [
        run.round !== null && run.round > 1 && status !== 'running' && !definition?.loop ? `round ${run.round}` : '',
        simulated ? 'practice' : '',
        run.progress ? `${run.progress.done}/${run.progress.total}` : '',
        tokensOf(run.usage) === 0
          ? ''
          : live && about !== null
            ? `${run.usage.calls} of ~${about} calls`
            : `${count(tokensOf(run.usage))} tok`,
        spentMs >= noticedMs && status !== 'waiting' ? duration(spentMs) : '',
      ].filter(Boolean)
    : []
  return (
    <div className="flex h-7 min-w-0 items-center justify-between gap-2 px-3 [&>.pill]:max-w-full [&>.pill]:shrink-0">
      <Pill
        status={forPeople ? status : 'queued'}
        kept={run?.kept === true && status === 'completed'}
        word={word ?? nodeWord(run, status, definition?.verb ?? 'Working', attempts)}
        title={status === 'failed' || status === 'skipped' ? run?.error?.message : undefined}
      />
      {pinned ? (
        <span className="flex shrink-0 items-center text-accent" title="New runs take the kept result of this step">
          <Pin aria-hidden size={12} />
          <span className="sr-only">its result is kept for new runs</span>
        </span>
      ) : null}
      <span className="figures truncate text-meta text-muted" title={simulated ? 'Practice answers' : undefined}>
        {figures.join(' · ')}
      </span>
    </div>
  )
})
