import type { Flow, Value } from '@quorum/engine'
import { useEffect, useState } from 'react'
import { estimateFlow } from '../api/client.ts'
import type { Estimate } from '../api/types.ts'
import { useDocument } from '../document/documentStore.ts'

/** While somebody types, nobody is asked. */
const calmMs = 250

// The document is never mutated: one estimate per drawing and input, whoever asks.
const known = new WeakMap<Flow, Map<string, Promise<Estimate | null>>>()

function estimateOf(flow: Flow, input: string): Promise<Estimate | null> {
  const ofFlow = known.get(flow) ?? new Map<string, Promise<Estimate | null>>()
  known.set(flow, ofFlow)
  const before = ofFlow.get(input)
  if (before) return before
  // A drawing with errors has no estimate.
  const asked = estimateFlow(flow, input === '' ? undefined : (JSON.parse(input) as Value)).catch(() => null)
  ofFlow.set(input, asked)
  return asked
}

/** What a run of the flow on screen, with this input if it is known, is expected to take; null while nobody knows. */
export function useEstimate(given?: Value): Estimate | null {
  const flow = useDocument((state) => state.flow)
  const input = given === undefined ? '' : JSON.stringify(given)
  const [found, setFound] = useState<{ flow: Flow; estimate: Estimate | null } | null>(null)
  useEffect(() => {
    let current = true
    const ask = () => void estimateOf(flow, input).then((estimate) => current && setFound({ flow, estimate }))
    const timer = input === '' || known.get(flow)?.has(input) ? null : setTimeout(ask, calmMs)
    if (timer === null) ask()
    return () => {
      current = false
      clearTimeout(timer ?? undefined)
    }
  }, [flow, input])
  return found?.flow === flow ? found.estimate : null
}
