import { completed, failed, type ItemOutcome, type NodeBehaviour, type Value } from '@quorum/engine'
import type { z } from 'zod'
import type { pool } from './definition.ts'

export const runPool: NodeBehaviour<z.infer<typeof pool.params>> = {
  gather({ failure, minSuccess, enough }, outcomes) {
    const count = (status: ItemOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length
    const ok = count('ok')
    const skipped = count('skipped')
    // Skipped items only exist where a body sends some of them nowhere; others need not hear of them.
    const summary = { ok, failed: count('failed'), cancelled: count('cancelled'), ...(skipped > 0 ? { skipped } : {}) }
    const first = outcomes.find(({ error }) => error !== undefined)
    const because = first ? ` Item ${first.index + 1}: ${first.error?.message}` : ''
    if (failure === 'failFast' && summary.failed > 0) {
      return failed('pool-failed', `An item failed, and this pool stops at the first failure.${because}`, summary)
    }
    // Compared as whole numbers of items, with room for the last digit of a share such as 0.7.
    const done = enough !== undefined && ok >= enough
    if (failure === 'threshold' && !done && ok < minSuccess * outcomes.length - 1e-9) {
      const message = `Only ${ok} of ${outcomes.length} items succeeded; ${Math.round(minSuccess * 100)} % were needed.${because}`
      return failed('pool-failed', message, summary)
    }
    const results = outcomes.flatMap(({ status, value }) => (status === 'ok' ? [value ?? null] : []))
    return completed({ results, outcomes: outcomes.map(plain), summary }, summary)
  },
}

const plain = ({ index, status, value, error }: ItemOutcome): Value => ({
  index,
  status,
  ...(value === undefined ? {} : { value }),
  ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
})
