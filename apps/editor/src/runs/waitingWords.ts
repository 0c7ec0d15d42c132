import type { WaitingFor } from '@quorum/engine'
import { duration } from './figures.ts'

/** A moment of today as "10:05", another as "26 Nov, 10:05". */
export function moment(at: string, now: number): string {
  const date = new Date(at)
  const today = date.toDateString() === new Date(now).toDateString()
  const far = Math.abs(date.getTime() - now) > 3_600_000
  return date.toLocaleString(undefined, {
    ...(today ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    ...(far ? {} : { second: '2-digit' }),
  })
}

const whom = {
  approval: 'waits for you',
  signal: 'waits for a signal',
  time: 'waits',
  retry: 'is tried again',
  join: 'waits for its branches',
  lock: 'waits for its turn',
  condition: 'waits until it may begin',
} as const

/** "Release check waits for you" and "since 10:05:00, at most until 26 Nov, 10:05": who, whom for, since when, until when. */
export function waitingWords(
  { kind, since, deadline }: Pick<WaitingFor, 'kind' | 'since' | 'deadline'>,
  title: string,
  now: number,
): { readonly who: string; readonly when: string } {
  const who = `${title} ${whom[kind]}`
  if (kind === 'time' && deadline !== null) {
    const leftMs = Date.parse(deadline) - now
    const left = leftMs > 0 ? `, ${duration(Math.ceil(leftMs / 1_000) * 1_000)} left` : ''
    return { who, when: `until ${moment(deadline, now)}${left}` }
  }
  const until = deadline === null ? '' : `, at most until ${moment(deadline, now)}`
  return { who, when: `since ${moment(since, now)}${until}` }
}
