import { completed, isPlain, type NodeBehaviour, renderPlain } from '@quorum/engine'
import type { z } from 'zod'
import { orFailed } from '../outcome.ts'
import type { template } from './definition.ts'

/** Plain insertions at once; anything with filters or tags as a task in the sandbox. */
export const runTemplate: NodeBehaviour<z.infer<typeof template.params>> = {
  inTurn: ({ text }, { names }) =>
    isPlain(text) ? orFailed(() => completed({ out: renderPlain(text, names) })) : null,
  async task(ctx, { text }, { names }) {
    const [out = ''] = await ctx.render([text], names)
    return completed({ out })
  },
}
