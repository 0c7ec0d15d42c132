import type { Database } from '../db/open.ts'

const dayMs = 86_400_000

/**
 * Deletes runs that ended more than `days` ago, with their logs, and the large values nobody mentions any more.
 * A run that another one still takes results from stays. @returns how many went.
 */
export function deleteOldRuns({ sqlite }: Database, days: number, now: number): number {
  const old = sqlite
    .prepare<[number], number>(
      `SELECT no FROM run WHERE ended_at < ? AND id NOT IN
        (SELECT json_extract(source, '$.runId') FROM run WHERE json_extract(source, '$.runId') IS NOT NULL AND ended_at IS NULL)`,
    )
    .pluck()
    .all(now - days * dayMs)
  if (old.length === 0) return 0
  const events = sqlite.prepare<[number]>('DELETE FROM run_event WHERE run_no = ?')
  const run = sqlite.prepare<[number]>('DELETE FROM run WHERE no = ?')
  // One run at a time: the run host writes between them.
  const remove = sqlite.transaction((no: number) => {
    events.run(no)
    run.run(no)
  })
  for (const no of old) remove.immediate(no)
  sqlite
    .prepare(
      `DELETE FROM blob WHERE hash NOT IN (SELECT flow_hash FROM run) AND hash NOT IN
        (SELECT place.value FROM run_event, json_each(run_event.blobs) AS place WHERE run_event.blobs IS NOT NULL)`,
    )
    .run()
  return old.length
}
