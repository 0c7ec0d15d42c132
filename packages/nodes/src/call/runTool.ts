import { completed, type NodeBehaviour, StepFailure } from '@quorum/engine'
import type { z } from 'zod'
import type { call } from './definition.ts'

/** A flow as a tool of an agent: a run of its own. On the canvas the engine runs it as a part of the caller's. */
export const runFlowTool: NodeBehaviour<z.infer<typeof call.params>> = {
  async task(ctx, { flowId }, { value }) {
    if (!flowId) throw new StepFailure('unknown-flow', 'No flow is chosen for this tool. Choose one.')
    return completed({ out: await ctx.service('flow', { flowId, input: value }) })
  },
}
