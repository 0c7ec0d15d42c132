import {
  completed,
  isRecord,
  type NodeBehaviour,
  type NodeInput,
  type Outcome,
  type Parked,
  renderPlain,
  type Value,
} from '@quorum/engine'
import type { z } from 'zod'
import { orFailed } from '../outcome.ts'
import { timedOut } from '../timedOut.ts'
import type { approval } from './definition.ts'

/** What is kept while people decide; the canvas shows `message`. */
type Memory = { readonly message: string; readonly decisions: readonly Decision[] }
type Decision = {
  readonly decision: 'approve' | 'reject'
  readonly by: string
  readonly at: string
  readonly data: Value
}

/** N different people approve, or the first rejects. The decisions are the record. */
export const runApproval: NodeBehaviour<z.infer<typeof approval.params>> = {
  park: {
    begin({ message, deadlineMs }, input, now) {
      let parked: Parked | null = null
      const outcome = orFailed(() => {
        const memory: Memory = { message: renderPlain(message, input.names), decisions: [] }
        parked = { kind: 'approval', until: now + deadlineMs, memory }
        return completed({})
      })
      return parked ?? outcome
    },
    onSignal({ approvals }, input, parked, signal, now) {
      if (signal.decision === undefined) return parked
      const { message, decisions } = parked.memory as unknown as Memory
      const by = signal.by?.trim() || 'someone'
      if (decisions.some((earlier) => earlier.by === by)) return 'duplicate'
      const all = [
        ...decisions,
        { decision: signal.decision, by, at: new Date(now).toISOString(), data: signal.data ?? null },
      ]
      if (signal.decision === 'reject') return decided('rejected', input, all)
      if (all.length >= approvals) return decided('approved', input, all)
      return { ...parked, memory: { message, decisions: all } }
    },
    onDue: (_, input, parked) => timedOut(input, (parked.memory as unknown as Memory).decisions as Value),
  },
}

/** The last edit wins: it is what the last person who changed anything wanted to go on. */
function decided(port: string, input: NodeInput, decisions: readonly Decision[]): Outcome {
  const edit = decisions.map(({ data }) => data).findLast((data) => isRecord(data) && Object.hasOwn(data, 'value'))
  return completed({ [port]: isRecord(edit) ? (edit.value as Value) : input.value }, decisions as Value)
}
