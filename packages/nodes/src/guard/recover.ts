import type { Failure, LoopOptions, Mishap, Recovery } from '@quorum/engine'
import { classOf } from './classes.ts'

export interface RecoverySettings {
  /** Tries in all. */
  readonly attempts: number
  readonly backoffMs: number
  readonly maxBackoffMs: number
  readonly timeoutMs?: number | undefined
  readonly fallbackModels: readonly string[]
  /** Any failure is tried again after a wait, whatever it is. */
  readonly always: boolean
}

/** How long to wait when too many requests were made and nobody says how long. */
const RATE_LIMIT_MS = 30_000
const MOST_SHRINKS = 2
const SWITCH = 'switch to '

type At = Parameters<NonNullable<LoopOptions['onError']>>[0]

/** What to do about a failed try (CATALOGUE §7.3), or null to give up. Waits never end before the other side said. */
export function recover(settings: RecoverySettings, at: At): Recovery | null {
  if (at.round >= settings.attempts) return null
  const recovery = settings.always ? backOff(settings, at, 'full') : byClass(settings, at)
  return recovery && { ...recovery, afterMs: Math.max(recovery.afterMs, at.error.retryAfterMs ?? 0) }
}

function byClass(settings: RecoverySettings, at: At): Recovery | null {
  const { error, mishaps } = at
  const same = classOf(error)
  const before = mishaps.filter((mishap) => classOf(mishap) === same).length
  switch (same) {
    case 'quota':
    case 'never':
      return null
    case 'context_window':
      if (before >= MOST_SHRINKS) return null
      return { afterMs: 0, action: 'shorten the text', change: { shrink: before + 1 } }
    case 'rate_limit': {
      if (before > 0) return backOff({ ...settings, backoffMs: RATE_LIMIT_MS }, at, 'equal')
      return { afterMs: error.retryAfterMs ?? RATE_LIMIT_MS, action: 'wait' }
    }
    case 'server':
    case 'connection':
      return backOff(settings, at, 'full')
    case 'timeout':
      if (settings.timeoutMs !== undefined && before === 0)
        return { afterMs: 0, action: 'allow half as long again', timeoutMs: Math.ceil(settings.timeoutMs * 1.5) }
      return otherModel(settings, mishaps) ?? backOff(settings, at, 'full')
    case 'model_error':
      return otherModel(settings, mishaps) ?? backOff(settings, at, 'full')
    case 'schema':
      return before > 0 ? null : { afterMs: 0, action: 'say what was wrong', change: { note: repairNote(error) } }
    case 'health_check':
      return { afterMs: 0, action: 'say what was wrong', change: { note: repairNote(error) } }
    case 'content_filter':
      return before > 0 ? null : { afterMs: 0, action: 'rephrase', change: { note: rephraseNote } }
    case 'unknown':
      return before > 0 ? null : backOff(settings, at, 'full')
  }
}

/** Full jitter spreads callers best; equal jitter never comes out near zero. */
function backOff(
  { backoffMs, maxBackoffMs }: Pick<RecoverySettings, 'backoffMs' | 'maxBackoffMs'>,
  { round, chance }: At,
  jitter: 'full' | 'equal',
): Recovery {
  const full = Math.min(backoffMs * 2 ** (round - 1), maxBackoffMs)
  const afterMs = Math.round(jitter === 'full' ? full * chance : full / 2 + (full / 2) * chance)
  return { afterMs, action: 'wait' }
}

/** The next of the fallback models, in their order; null if there is none left. */
function otherModel({ fallbackModels }: RecoverySettings, mishaps: readonly Mishap[]): Recovery | null {
  const used = mishaps.filter(({ action }) => action.startsWith(SWITCH)).length
  const model = fallbackModels[used]
  return model === undefined ? null : { afterMs: 0, action: SWITCH + model, change: { model } }
}

const repairNote = ({ message }: Failure) => `An earlier answer was not accepted: ${message} Mend that in your answer.`
const rephraseNote = 'Say it in other words, without anything that could be objectionable.'
