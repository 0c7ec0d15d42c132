import { completed, failed, type NodeBehaviour } from '@quorum/engine'
import type { z } from 'zod'
import { timedOut } from '../timedOut.ts'
import type { wait } from './definition.ts'

export const runWait: NodeBehaviour<z.infer<typeof wait.params>> = {
  park: {
    begin(params, { value }, now) {
      if (params.for === 'signal') return { kind: 'signal', until: now + params.deadlineMs, memory: null }
      if (params.for === 'any') return { kind: 'signal', until: now + params.ms, memory: params.signals }
      const until = params.for === 'time' ? now + params.ms : Date.parse(params.until ?? '')
      if (!Number.isFinite(until)) return failed('invalid-param', 'The moment to wait for is not a date and time.')
      return until <= now ? completed({ out: value }) : { kind: 'time', until, memory: null }
    },
    onSignal(params, { value }, parked, { name, data }) {
      if (params.for === 'signal') return completed({ out: data ?? value })
      if (params.for !== 'any') return parked
      // With several to choose from, one that says no name means the first.
      const which = name ?? params.signals[0] ?? ''
      return params.signals.includes(which) ? completed({ out: { which, data: data ?? value } }) : parked
    },
    onDue(params, input) {
      if (params.for === 'signal') return timedOut(input)
      return completed({ out: params.for === 'any' ? { which: 'time', data: input.value } : input.value })
    },
  },
}
