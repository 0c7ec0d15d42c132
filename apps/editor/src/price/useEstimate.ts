import { type Flow, isRecord, type Value } from '@quorum/engine'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { estimateFlow } from '../api/client.ts'
import type { Estimate } from '../api/types.ts'
import { useDocument } from '../document/documentStore.ts'
import { runStore } from '../runs/currentRun.ts'
import { hasEnded } from '../runs/runStream.ts'
import { lastInput } from '../runs/start.ts'

/** An edit often follows another: only the last one is worth asking about. */
const quietMs = 250

// The document is never mutated: one estimate per drawing and what is known besides, whoever asks.
const known = new WeakMap<Flow, Map<string, Promise<Estimate | null>>>()

function estimateOf(flow: Flow, flowId: string | null, typed: string, after: string): Promise<Estimate | null> {
  const input = typed === '' ? (flowId === null ? {} : lastInput(flowId)) : (JSON.parse(typed) as Value)
  const key = `${after} ${JSON.stringify(input)}`
  const before = known.get(flow)?.get(key)
  if (before) return before
  const asked = hasErrors(flow)
    .then((broken) =>
      broken
        ? null
        : estimateFlow(flow, {
            ...(flowId === null ? {} : { flowId }),
            ...(isRecord(input) && Object.keys(input).length === 0 ? {} : { input }),
          }),
    )
    .catch(() => null)
  known.set(flow, new Map([...(known.get(flow) ?? []), [key, asked]]))
  return asked
}

/** A drawing with errors has no estimate, so the server is not asked for one. */
async function hasErrors(flow: Flow): Promise<boolean> {
  const [{ check }] = await Promise.all([import('../document/check.ts'), import('@quorum/engine/expressions')])
  return check(flow).some(({ severity }) => severity === 'error')
}

/** What is known changes once a run has ended: the next estimate learns from it. */
const endedRun = (): string => {
  const head = runStore.head()
  return head && hasEnded(head.status) ? head.id : ''
}

/**
 * What a run of the flow on screen is expected to take, with this input or else the last one; null while it is not known.
 * The last estimate stays until the next is there.
 */
export function useEstimate(given?: Value): Estimate | null {
  const typed = given === undefined ? '' : JSON.stringify(given)
  const flow = useDocument((state) => state.flow)
  const flowId = useDocument((state) => state.id)
  const after = useSyncExternalStore(runStore.onHead, endedRun)
  const [found, setFound] = useState<Estimate | null>(null)
  useEffect(() => {
    let current = true
    const asking = setTimeout(
      () => void estimateOf(flow, flowId, typed, after).then((estimate) => current && setFound(estimate)),
      quietMs,
    )
    return () => {
      current = false
      clearTimeout(asking)
    }
  }, [flow, flowId, typed, after])
  return found
}
