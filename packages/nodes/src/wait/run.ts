import { completed, failed, type NodeBehaviour } from '@quorum/engine'
import type { z } from 'zod'
import { timedOut } from '../timedOut.ts'
import type { wait } from './definition.ts'

export const runWait: NodeBehaviour<z.infer<typeof wait.params>> = {
  park: {
    begin(params, { value }, now) {
      if (params.for === 'signal') return { kind: 'signal', until: now + params.deadlineMs, memory: null }
      const until = params.for === 'time' ? now + params.ms : Date.parse(params.until ?? '')
      if (!Number.isFinite(until)) return failed('invalid-param', 'The moment to wait for is not a date and time.')
      return until <= now ? completed({ out: value }) : { kind: 'time', until, memory: null }
    },
    onSignal: (params, { value }, parked, signal) =>
      params.for === 'signal' ? completed({ out: signal.data ?? value }) : parked,
    onDue: (params, input) => (params.for === 'signal' ? timedOut(input) : completed({ out: input.value })),
  },
}
