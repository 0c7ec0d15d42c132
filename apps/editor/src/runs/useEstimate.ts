import type { Flow } from '@quorum/engine'
import { useEffect, useState } from 'react'
import { estimateFlow } from '../api/client.ts'
import type { Estimate } from '../api/types.ts'
import { useDocument } from '../document/documentStore.ts'

// The document is never mutated: one estimate per drawing, whoever asks.
const known = new WeakMap<Flow, Promise<Estimate | null>>()

function estimateOf(flow: Flow): Promise<Estimate | null> {
  const before = known.get(flow)
  if (before) return before
  // A drawing with errors has no estimate.
  const asked = estimateFlow(flow).catch(() => null)
  known.set(flow, asked)
  return asked
}

/** What a run of the flow on screen is expected to take; null while it is not known. */
export function useEstimate(): Estimate | null {
  const flow = useDocument((state) => state.flow)
  const [found, setFound] = useState<{ flow: Flow; estimate: Estimate | null } | null>(null)
  useEffect(() => {
    let current = true
    void estimateOf(flow).then((estimate) => current && setFound({ flow, estimate }))
    return () => {
      current = false
    }
  }, [flow])
  return found?.flow === flow ? found.estimate : null
}
