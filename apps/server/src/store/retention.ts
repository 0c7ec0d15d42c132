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
  const events = sqlite.prepare<{ no: number }>('DELETE FROM run_chunk WHERE key > :no << 32 AND key < (:no + 1) << 32')
  const run = sqlite.prepare<[number]>('DELETE FROM run WHERE no = ?')
  // One run at a time: the run host writes between them.
  const remove = sqlite.transaction((no: number) => {
    events.run({ no })
    run.run(no)
  })
  for (const no of old) remove.immediate(no)
  sqlite
    .prepare(
      `DELETE FROM blob WHERE hash NOT IN (SELECT flow_hash FROM run) AND hash NOT IN
        (SELECT hash.value FROM run_chunk, json_each(run_chunk.blobs) AS hash WHERE run_chunk.blobs IS NOT NULL)`,
    )
    .run()
  return old.length
}
