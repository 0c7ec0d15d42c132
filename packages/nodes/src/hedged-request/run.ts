import { completed, failed, type NodeBehaviour } from '@quorum/engine'
import type { z } from 'zod'
import { plain } from '../pool/gather.ts'
import type { hedgedRequest } from './definition.ts'

export const runHedgedRequest: NodeBehaviour<z.infer<typeof hedgedRequest.params>> = {
  gather(_, outcomes) {
    const winner = outcomes.find(({ status }) => status === 'ok')
    const all = outcomes.map(plain)
    if (winner)
      return completed({ result: winner.value ?? null, outcomes: all }, { winner: winner.index, outcomes: all })
    const first = outcomes.find(({ error }) => error)
    return failed('all-failed', `None of ${outcomes.length} copies gave an answer. ${first?.error?.message ?? ''}`, {
      outcomes: all,
    })
  },
}
