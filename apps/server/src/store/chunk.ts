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
  /** Which paths it speaks of (`PathFilter`). */
  readonly paths: Uint8Array
  /** The large values it refers to, by hash: stored beside it, once per content. */
  readonly large: ReadonlyMap<string, string>
  /** A JSON list of events, compressed with zstd if that is worth it. */
  readonly body: Packed
}

const mostEvents = 1_000
const mostChars = 256 * 1024
/** Characters of JSON above which a value is stored apart, once per content (ARCHITECTURE P6). */
const inlineChars = 32 * 1024

/** Secrets are hidden before anything is compressed. */
export function toChunks(events: readonly RunEvent[], redact: Redact): Chunk[] {
  const chunks: Chunk[] = []
  for (let next = 0; next < events.length; ) {
    const filter = newPathFilter(Math.min(mostEvents, events.length - next))
    const { seq: firstSeq } = events[next] as RunEvent
    const large = new Map<string, string>()
    let opening = ''
    let text = '['
    const end = Math.min(events.length, next + mostEvents)
    for (; next < end && text.length < mostChars; next++) {
      const event = events[next] as RunEvent
      if ('path' in event) filter.add(event.path)
      if (event.type === 'item.opened' && event.node !== opening) {
        opening = event.node
        filter.add(itemsOf(opening))
      }
      const one = JSON.stringify(event)
      if (text.length > 1) text += ','
      text += one.length > inlineChars ? lightened(one, redact, large) : one
    }
    chunks.push({ firstSeq, paths: filter.bytes, large, body: pack(redact(`${text}]`)) })
  }
  return chunks
}

function lightened(text: string, redact: Redact, large: Map<string, string>): string {
  return takeOutValues(redact(text), inlineChars, (value) => {
    const hash = sha256(value)
    large.set(hash, value)
    return hash
  })
}

/** A chunk as it is read. */
export interface StoredChunk {
  /** Hashes of the large values, as a JSON list; null: none. */
  readonly blobs: string | null
  readonly body: Packed
}

/** The inverse of {@link toChunks}; `load` gives the text stored under a hash. */
export function fromChunk({ blobs, body }: StoredChunk, load: (hash: string) => string): RunEvent[] {
  // It was written from events by `toChunks`, and the log is append-only.
  const events = JSON.parse(unpack(body)) as RunEvent[]
  return blobs === null ? events : events.map((event) => restoreValues(event, load))
}
