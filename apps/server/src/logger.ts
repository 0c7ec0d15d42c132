import type { Redact } from './redact.ts'

/** Facts beside a line: ids of requests and runs first of all. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>

export interface Logger {
  info(line: string, facts?: Facts): void
  warn(line: string, facts?: Facts): void
  /** Something that happens all the time: written only where lines are for machines. */
  event(line: string, facts: Facts): void
  /** A fault of ours: its stack goes to the operator, never to a client. */
  bug(what: string, error: unknown, facts?: Facts): void
}
export type LogForm = 'text' | 'json'

/** Control characters in texts from outside could forge lines or steer a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters out is the point
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** `text` for people who look at a terminal; `json` for collectors: one object per line. */
export function createLogger(redact: Redact, form: LogForm = 'text', now: () => number = Date.now): Logger {
  // A line that goes on is set in: what follows a break in a text from outside must not look like one of ours.
  const clean = (text: string): string => redact(text).replace(controls, ' ').replaceAll('\n', '\n    ')
  const write = (to: (line: string) => void, level: string, message: string, facts: Facts): void => {
    if (form === 'json') {
      to(redact(JSON.stringify({ time: new Date(now()).toISOString(), level, message, ...facts })))
      return
    }
    const beside = Object.entries(facts).map(([name, value]) => `${name}=${value}`)
    to(clean([message, ...beside].join(' ')))
  }
  const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
  return {
    info: (line, facts = {}) => write(console.log, 'info', line, facts),
    warn: (line, facts = {}) => write(console.warn, 'warn', line, facts),
    event: (line, facts) => form === 'json' && write(console.log, 'info', line, facts),
    bug(what, error, facts = {}) {
      if (form === 'json') write(console.error, 'error', what, { ...facts, error: stackOf(error) })
      else write(console.error, 'error', `${what}: ${stackOf(error)}`, facts)
    },
  }
}
