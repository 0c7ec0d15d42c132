import type { Redact } from './redact.ts'

export interface Logger {
  info(line: string): void
  warn(line: string): void
  /** A fault of ours: its stack goes to the operator, never to a client. */
  bug(what: string, error: unknown): void
}

/** Control characters in texts from outside could forge lines or steer a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters out is the point
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

export function createLogger(redact: Redact): Logger {
  const clean = (text: string): string => redact(text).replace(controls, ' ')
  return {
    info: (line) => console.log(clean(line)),
    warn: (line) => console.warn(clean(line)),
    bug: (what, error) =>
      console.error(clean(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)),
  }
}
