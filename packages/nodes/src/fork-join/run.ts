import { completed, failed, isRecord, type NodeBehaviour, StepFailure, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { orFailed } from '../outcome.ts'
import { fromPiece, type PartOutcome, reasonsOf } from '../pattern/json.ts'
import type { mergeParams } from './pieces.ts'

type Params = z.infer<typeof mergeParams>

/** The result does not depend on who was first: everything goes by the order of the branches. */
export const runMerge: NodeBehaviour<Params> = {
  inTurn({ need, merge, onConflict }, { ports }) {
    const outcomes = fromPiece<readonly PartOutcome[]>(ports.outcomes)
    const ok = outcomes.filter(({ status }) => status === 'ok')
    const broken = outcomes.filter(({ status }) => status === 'failed')
    if ((need === 'all' && broken.length > 0) || ok.length === 0) {
      const message = `${broken.length} of ${outcomes.length} branches failed. ${reasonsOf(broken)}`
      return failed('branch-failed', message)
    }
    return orFailed(() => completed({ out: merged(ok, merge, onConflict) }))
  },
}

function merged(ok: readonly PartOutcome[], how: Params['merge'], onConflict: Params['onConflict']): Value {
  const values = ok.map(({ value = null }) => value)
  switch (how) {
    case 'namespace':
      return Object.fromEntries(ok.map(({ name, value = null }) => [name, value]))
    case 'list':
      return values
    case 'agent':
      return ok.map(({ name, value }) => `## ${name}\n${textOf(value)}`).join('\n\n')
    case 'deep':
      return values.reduce<Value>((sum, value) => fold(sum, value, onConflict, ''), {})
  }
}

/** Objects field by field; anything else that meets is a conflict, unless it is the same. */
export function fold(a: Value, b: Value, onConflict: Params['onConflict'], path: string): Value {
  if (isRecord(a) && isRecord(b)) {
    const out = new Map<string, Value>(Object.entries(a as Record<string, Value>))
    for (const [key, value] of Object.entries(b as Record<string, Value>)) {
      const known = out.get(key)
      out.set(key, known === undefined ? value : fold(known, value, onConflict, path === '' ? key : `${path}.${key}`))
    }
    return Object.fromEntries(out)
  }
  if (JSON.stringify(a) === JSON.stringify(b)) return a
  if (onConflict === 'last') return b
  if (onConflict === 'list') return [...(Array.isArray(a) ? (a as readonly Value[]) : [a]), b]
  const where = path === '' ? 'A result is not an object' : `Two branches set “${path}” to different values`
  throw new StepFailure('merge-conflict', `${where}. Merge by name, or choose what counts in a conflict.`)
}

export const runReport: NodeBehaviour = {
  inTurn: (_, { value }) => completed({ byBranch: value, record: { branches: value } }),
}
