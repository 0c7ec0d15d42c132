import type { Usage } from '@quorum/engine'

/** "0.4 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function duration(ms: number): string {
  if (ms < 0) return '0 s'
  if (ms < 950) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  if (seconds < 59.5) return `${Math.round(seconds)} s`
  const minutes = Math.floor(Math.round(seconds) / 60)
  const rest = Math.round(seconds) % 60
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}

/** From start to end, or to now while it lasts. */
export const elapsedMs = (startedAt: string | null, endedAt: string | null, now = Date.now()): number =>
  startedAt === null ? 0 : (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt)

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const plain = new Intl.NumberFormat('en')

export const count = (n: number): string => (n < 10_000 ? plain.format(n) : compact.format(n))
export const tokensOf = (usage: Usage): number => usage.inputTokens + usage.outputTokens
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`

/** What the run has cost, in words; never a guessed 0. */
export function cost(usage: Usage): string {
  if (usage.calls === 0) return ''
  if (usage.simulated && !usage.usd) return 'Practice answers'
  if (usage.usd === null) return 'cost unknown'
  return usage.usd < 0.01 && usage.usd > 0 ? '< $0.01' : `$${usage.usd.toFixed(2)}`
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** "just now", "5 minutes ago", "yesterday". */
export function ago(at: string, now = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1000
  const size = Math.abs(seconds)
  if (size < 45) return 'just now'
  if (size < 3_600) return relative.format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return relative.format(Math.round(seconds / 3_600), 'hour')
  return relative.format(Math.round(seconds / 86_400), 'day')
}

export const clock = (at: string | null): string =>
  at === null
    ? ''
    : new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
