import type { NodeView, RunError } from '@quorum/engine'

export interface Cause {
  /** Null: the run as a whole. */
  readonly nodeId: string | null
  readonly code: string
  readonly message: string
}

/** These say that something else went wrong. */
const suffering = new Set(['upstream-failed', 'unsatisfiable', 'pool-failed', 'cancelled'])

/**
 * Why a run failed: its failed steps, what came first and was nobody else's fault at the top. Failures that the flow
 * itself takes care of are no cause, nor is what is inside a composite, which tells it in its own words.
 */
export function causesOf(nodes: Readonly<Record<string, NodeView>>, error: RunError | null): readonly Cause[] {
  const failed = Object.entries(nodes)
    .flatMap(([nodeId, { status, error: failure, endedAt }]) =>
      status === 'failed' && failure && !failure.handled && !nodeId.includes('/')
        ? [{ nodeId, code: failure.code, message: failure.message, late: suffering.has(failure.code), endedAt }]
        : [],
    )
    .sort((a, b) => Number(a.late) - Number(b.late) || (a.endedAt ?? '').localeCompare(b.endedAt ?? ''))
    .map(({ nodeId, code, message }): Cause => ({ nodeId, code, message }))
  if (!error || failed.some(({ code }) => code === error.code)) return failed
  const whole = { nodeId: error.nodeId?.split('/')[0] ?? null, code: error.code, message: error.message }
  // A spent budget or a standstill is why the steps stopped; anything else only sums them up.
  return whole.code === 'budget' || failed.length === 0 ? [whole, ...failed] : failed
}
