import SQLite from 'better-sqlite3'

/** Runs at work at a time, and in the line behind them (SECURITY §4). Those that only wait for time or people do not count. */
export const mostRuns = { working: 50, queued: 1_000 } as const

/** What people are told while nothing can be written. */
export function stallWords(error: unknown): string {
  const code = error instanceof SQLite.SqliteError ? error.code : ''
  return code === 'SQLITE_FULL'
    ? 'The disk of the server is full, so this run stands still. It goes on by itself as soon as there is room.'
    : 'The server cannot write to its database at present, so this run stands still. It goes on by itself as soon as that works again.'
}
