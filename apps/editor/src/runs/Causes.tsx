import { useCallback, useMemo, useState, useSyncExternalStore } from 'react'
import { causesOf } from './causes.ts'
import { runStore, useRunHead } from './currentRun.ts'
import { ErrorCard } from './ErrorCard.tsx'
import { nameOfNode } from './nodeName.ts'

/** Why the run on screen failed: the first cause, and the other failures to choose from. */
export function Causes() {
  const head = useRunHead()
  const subscribe = useCallback((listener: () => void) => runStore.onAnyNode(listener), [])
  const nodes = useSyncExternalStore(subscribe, failedIds)
  const causes = useMemo(
    () => causesOf(nodes === '' ? {} : (runStore.view()?.nodes ?? {}), head?.error ?? null),
    [nodes, head?.error],
  )
  const [asked, setAsked] = useState(0)
  const cause = causes[asked] ?? causes[0]
  if (!cause) return null
  return (
    <div className="flex flex-col gap-2">
      {causes.length > 1 ? (
        <fieldset className="flex flex-wrap items-center gap-1.5">
          <legend className="sr-only">Which failure</legend>
          {causes.map((one, index) => (
            <button
              key={one.nodeId}
              type="button"
              aria-pressed={one === cause}
              className="rounded-full border border-line-strong px-2.5 py-1 text-row hover:bg-surface-2 aria-pressed:border-failed aria-pressed:font-medium aria-pressed:text-failed"
              onClick={() => setAsked(index)}
            >
              {index === 0 ? 'First: ' : ''}
              {one.nodeId === null ? 'the run' : nameOfNode(one.nodeId)}
            </button>
          ))}
        </fieldset>
      ) : null}
      <ErrorCard key={cause.nodeId} cause={cause} named />
    </div>
  )
}

/** A text, so that React sees at once whether it is another. */
const failedIds = (): string =>
  runStore
    .nodeIds()
    .filter((id) => runStore.node(id)?.status === 'failed')
    .join('\n')
