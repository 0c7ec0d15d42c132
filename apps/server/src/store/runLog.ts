import type { RunEvent } from '@quorum/engine'
import type { Database } from '../db/open.ts'
import { fromChunk, type StoredChunk } from './chunk.ts'
import { itemsOf, mayHold, type PathKey, pathKey } from './pathFilter.ts'

/** Reading the logs of runs, by seq and by path. A run is named by its number. */
export type RunLog = ReturnType<typeof createRunLog>

const filtersAtOnce = 4_096

export function createRunLog({ sqlite }: Pick<Database, 'sqlite'>) {
  // The key is the number of the run and the first seq, so that the chunks of a run lie together in order.
  const next = sqlite.prepare<{ no: number; after: number; limit: number }, StoredChunk & { first: number }>(
    `SELECT key & 0xffffffff AS first, blobs, body FROM run_chunk
     WHERE key > (:no << 32) | :after AND key < (:no + 1) << 32 ORDER BY key LIMIT :limit`,
  )
  const holding = sqlite
    .prepare<{ no: number; seq: number }, number | null>(
      'SELECT max(key) & 0xffffffff FROM run_chunk WHERE key > :no << 32 AND key <= (:no << 32) | :seq',
    )
    .pluck()
  const filters = sqlite.prepare<
    { no: number; after: number; limit: number },
    { first: number; paths: Uint8Array | null }
  >(
    `SELECT key & 0xffffffff AS first, paths FROM run_chunk
     WHERE key > (:no << 32) | :after AND key < (:no + 1) << 32 ORDER BY key LIMIT :limit`,
  )
  const loadBlob = sqlite.prepare<[string], string>('SELECT body FROM blob WHERE hash = ?').pluck()
  const load = (hash: string): string => {
    const text = loadBlob.get(hash)
    if (text === undefined) throw new Error(`the stored value ${hash} is missing`)
    return text
  }

  /** The events from the chunk on that holds `fromSeq`. Read in pieces: an open statement would keep the connection busy. */
  function* chunks(no: number, fromSeq: number): Generator<RunEvent[]> {
    for (let after = (holding.get({ no, seq: fromSeq }) ?? 1) - 1; ; ) {
      const [chunk] = next.all({ no, after, limit: 1 })
      if (chunk === undefined) return
      yield fromChunk(chunk, load)
      after = chunk.first
    }
  }

  /** The events of all chunks that may speak of one of these. */
  function* speaking(no: number, keys: readonly PathKey[], fromSeq: number): Generator<RunEvent> {
    for (let after = (holding.get({ no, seq: fromSeq }) ?? 1) - 1; ; ) {
      const page = filters.all({ no, after, limit: filtersAtOnce })
      for (const { first, paths } of page) {
        after = first
        if (paths !== null && !keys.some((key) => mayHold(paths, key))) continue
        const [chunk] = next.all({ no, after: first - 1, limit: 1 })
        if (chunk !== undefined) yield* fromChunk(chunk, load)
      }
      if (page.length < filtersAtOnce) return
    }
  }

  type Leapt = RunEvent & { readonly type: 'rounds.leapt' }
  function leapsIn(no: number, first: number, path: string): Leapt[] {
    const [chunk] = next.all({ no, after: first - 1, limit: 1 })
    const events = chunk === undefined ? [] : fromChunk(chunk, load)
    return events.filter((event): event is Leapt => event.type === 'rounds.leapt' && event.path === path)
  }
  const endOf = ({ round, rounds }: Leapt): number => round + rounds

  return {
    /** The seq a log ends at; 0 for none. */
    lastSeq(no: number): number {
      const first = holding.get({ no, seq: 0xffffffff })
      return first == null ? 0 : ([...chunks(no, first)].at(-1)?.at(-1)?.seq ?? 0)
    },
    *events(no: number, afterSeq = 0): Generator<RunEvent> {
      for (const events of chunks(no, afterSeq + 1)) for (const event of events) if (event.seq > afterSeq) yield event
    },
    /** The events of these paths, oldest first, from about `fromSeq` on. */
    at(no: number, paths: readonly string[], fromSeq = 1): Map<string, RunEvent[]> {
      const found = new Map<string, RunEvent[]>(paths.map((path) => [path, []]))
      for (const event of speaking(no, paths.map(pathKey), fromSeq))
        if ('path' in event) found.get(event.path)?.push(event)
      return found
    },
    /** Events of paths that begin like this, oldest first. `start` ends with `/`, `[` or `#`. */
    *inside(no: number, start: string): Generator<RunEvent & { readonly path: string }> {
      for (const event of speaking(no, [pathKey(start)], 1))
        if ('path' in event && event.path.startsWith(start)) yield event
    },
    /** The leaps of a loop from the one on that holds round `from` or a later one: rounds rise with seq, so it is found by halving. */
    *leaps(no: number, path: string, from: number): Generator<Leapt> {
      const key = pathKey(path)
      const pieces: number[] = []
      for (let after = 0, full = true; full; ) {
        const page = filters.all({ no, after, limit: filtersAtOnce })
        for (const { first, paths } of page) if (paths === null || mayHold(paths, key)) pieces.push(first)
        after = page.at(-1)?.first ?? after
        full = page.length === filtersAtOnce
      }
      let low = 0
      for (let high = pieces.length; low < high; ) {
        const middle = (low + high) >>> 1
        const last = leapsIn(no, pieces[middle] as number, path).at(-1)
        if (last === undefined) {
          pieces.splice(middle, 1)
          high--
        } else if (endOf(last) > from) high = middle
        else low = middle + 1
      }
      for (const first of pieces.slice(low))
        for (const leap of leapsIn(no, first, path)) if (endOf(leap) > from) yield leap
    },
    /** Items of a node in all its places, after `afterSeq`. */
    *itemsOpened(no: number, node: string, afterSeq: number): Generator<RunEvent & { type: 'item.opened' }> {
      for (const event of speaking(no, [pathKey(itemsOf(node))], afterSeq + 1))
        if (event.type === 'item.opened' && event.node === node && event.seq > afterSeq) yield event
    },
  }
}
