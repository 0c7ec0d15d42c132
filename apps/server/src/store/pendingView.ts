import { idleNode, noUsage, type RunView, type Value } from '@quorum/engine'

/** The view of a run that is stored and has not begun. */
export const pendingView = (run: {
  readonly id: string
  readonly flowId: string | null
  readonly revision: number | null
  readonly replayOf?: string | null
  readonly input: Value
  readonly nodes: readonly { readonly id: string }[]
}): RunView => ({
  id: run.id,
  flowId: run.flowId,
  revision: run.revision,
  replayOf: run.replayOf ?? null,
  status: 'pending',
  waitingFor: [],
  seq: 0,
  startedAt: null,
  endedAt: null,
  input: run.input,
  output: null,
  error: null,
  usage: noUsage,
  nodes: Object.fromEntries(run.nodes.map((node) => [node.id, idleNode])),
})
