import { setTimeout } from 'node:timers/promises'
import type { Database } from '../db/open.ts'

const dayMs = 86_400_000
/** What one transaction takes away, so that the run host never waits long for its turn. */
const slice = { chunks: 100, blobs: 200 }
const restMs = 5

/**
 * Deletes runs that ended more than `days` ago, with their logs, and the large values nobody mentions any more: in small
 * slices with rests between, so that runs and requests go on meanwhile. What an interruption leaves is taken next time.
 * A run that another one still takes results from stays. @returns how many went.
 */
export async function deleteOldRuns(
  { sqlite }: Pick<Database, 'sqlite'>,
  days: number,
  now: number,
  rest: () => Promise<unknown> = () => setTimeout(restMs, undefined, { ref: false }),
): Promise<number> {
  const old = sqlite
    .prepare<[number], number>(
      `SELECT no FROM run WHERE ended_at < ? AND id NOT IN
        (SELECT json_extract(source, '$.runId') FROM run WHERE source IS NOT NULL AND ended_at IS NULL)`,
    )
    .pluck()
    .all(now - days * dayMs)
  const values = sqlite
    .prepare<{ no: number }, string>(
      `SELECT flow_hash FROM run WHERE no = :no UNION SELECT hash.value FROM run_chunk, json_each(run_chunk.blobs) AS hash
       WHERE run_chunk.key > :no << 32 AND run_chunk.key < (:no + 1) << 32 AND blobs IS NOT NULL`,
    )
    .pluck()
  const chunks = sqlite.prepare<{ no: number; most: number }>(
    'DELETE FROM run_chunk WHERE key IN (SELECT key FROM run_chunk WHERE key > :no << 32 AND key < (:no + 1) << 32 LIMIT :most)',
  )
  const asked = ['asked', 'asked_text'].map((table) =>
    sqlite.prepare<{ no: number; most: number }>(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE run_id = (SELECT id FROM run WHERE no = :no) LIMIT :most)`,
    ),
  )
  const run = sqlite.prepare<[number]>('DELETE FROM run WHERE no = ?')
  const mentioned = new Set<string>()
  for (const no of old) {
    for (const hash of values.all({ no })) mentioned.add(hash)
    while (chunks.run({ no, most: slice.chunks }).changes === slice.chunks) await rest()
    for (const some of asked) while (some.run({ no, most: slice.blobs }).changes === slice.blobs) await rest()
    run.run(no)
    await rest()
  }
  await deleteUnmentioned(sqlite, [...mentioned], rest)
  return old.length
}

/** Which of these values no flow and no log mentions any more. */
async function deleteUnmentioned(
  sqlite: Database['sqlite'],
  hashes: readonly string[],
  rest: () => Promise<unknown>,
): Promise<void> {
  const remove = sqlite.prepare<[string]>(
    `DELETE FROM blob WHERE hash IN (SELECT value FROM json_each(?)) AND hash NOT IN (SELECT flow_hash FROM run)
     AND hash NOT IN (SELECT hash.value FROM run_chunk, json_each(run_chunk.blobs) AS hash WHERE run_chunk.blobs IS NOT NULL)`,
  )
  for (let at = 0; at < hashes.length; at += slice.blobs) {
    remove.run(JSON.stringify(hashes.slice(at, at + slice.blobs)))
    await rest()
  }
}
