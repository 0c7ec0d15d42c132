import type { RunEvent } from '@quorum/engine'
import { sha256 } from '../ids.ts'
import type { Redact } from '../redact.ts'
import { restoreValues, takeOutValues } from './largeValues.ts'
import { type Packed, pack, unpack } from './packed.ts'
import { itemsOf, newPathFilter } from './pathFilter.ts'

/**
 * A piece of one run's log: what one commit adds, in pieces of at most 1,000 events or about 256 KiB.
 * Why not a row per event: docs/decisions/0014-log-in-chunks.md.
 */
export interface Chunk {
  readonly firstSeq: number
  /** Which paths it speaks of, as `PathFilter`; null: not known, so look inside. */
  readonly paths: Uint8Array | null
  /** The hashes of the large values it refers to, as a JSON list; null: none. */
  readonly blobs: string | null
  /** A JSON list of events, compressed with zstd if that is worth it. */
  readonly body: Packed
}

const mostEvents = 1_000
const mostChars = 256 * 1024
/** Characters of JSON above which a value is stored apart, once per content (ARCHITECTURE P6). */
const inlineChars = 32 * 1024

/** `keep` stores a text under its hash. Secrets are hidden before anything is compressed. */
export function* toChunks(
  events: readonly RunEvent[],
  redact: Redact,
  keep: (hash: string, text: string) => void,
): Generator<Chunk> {
  for (let next = 0; next < events.length; ) {
    const filter = newPathFilter(Math.min(mostEvents, events.length - next))
    const first = events[next] as RunEvent
    const hashes: string[] = []
    let opening = ''
    let text = ''
    let count = 0
    for (; next < events.length && count < mostEvents && text.length < mostChars; next++, count++) {
      const event = events[next] as RunEvent
      if ('path' in event) filter.add(event.path)
      if (event.type === 'item.opened' && event.node !== opening) {
        opening = event.node
        filter.add(itemsOf(opening))
      }
      const one = JSON.stringify(event)
      text += count === 0 ? '[' : ','
      text += one.length > inlineChars ? lightened(one, redact, keep, hashes) : one
    }
    yield {
      firstSeq: first.seq,
      paths: filter.bytes,
      blobs: hashes.length > 0 ? JSON.stringify(hashes) : null,
      body: pack(redact(`${text}]`)),
    }
  }
}

function lightened(text: string, redact: Redact, keep: (hash: string, text: string) => void, hashes: string[]): string {
  return takeOutValues(redact(text), inlineChars, (large) => {
    const hash = sha256(large)
    keep(hash, large)
    hashes.push(hash)
    return hash
  })
}

/** The inverse of {@link toChunks}; `load` gives the text stored under a hash. */
export function fromChunk({ blobs, body }: Pick<Chunk, 'blobs' | 'body'>, load: (hash: string) => string): RunEvent[] {
  // It was written from events by `toChunks`, and the log is append-only.
  const events = JSON.parse(unpack(body)) as RunEvent[]
  return blobs === null ? events : events.map((event) => restoreValues(event, load))
}
