import type { RunEvent } from '@quorum/engine'
import { sha256 } from '../ids.ts'
import type { Redact } from '../redact.ts'

/** Characters of JSON above which a value is stored apart, once per content (ARCHITECTURE P6). */
const inlineChars = 32 * 1024

export interface EventRow {
  readonly seq: number
  readonly at: number
  readonly type: string
  readonly path: string | null
  readonly body: string
  readonly blobs: string | null
}

type Fields = Record<string, unknown>

/** Fields of events that hold values of any size; `a.*` means each entry of the object `a`. */
const valueFields = ['input', 'value', 'record', 'fallback', 'ports.*', 'output.*', 'parked.memory'] as const

/** `keep` stores a text under its hash. */
export function toRow(event: RunEvent, redact: Redact, keep: (hash: string, text: string) => void): EventRow {
  const { seq, at, type, ...rest } = event
  const { path = null, ...body } = rest as Fields & { path?: string }
  let text = redact(JSON.stringify(body))
  let blobs: string | null = null
  if (text.length > inlineChars) {
    const places: Record<string, string> = {}
    const light = takeOut(JSON.parse(text) as Fields, (place, value) => {
      const large = JSON.stringify(value)
      if (large.length <= inlineChars) return false
      const hash = sha256(large)
      keep(hash, large)
      places[place] = hash
      return true
    })
    text = JSON.stringify(light)
    if (Object.keys(places).length > 0) blobs = JSON.stringify(places)
  }
  return { seq, at, type, path, body: text, blobs }
}

/** The inverse of {@link toRow}; `load` gives the text stored under a hash. */
export function fromRow(row: EventRow, load: (hash: string) => string): RunEvent {
  const body = JSON.parse(row.body) as Fields
  if (row.blobs !== null) {
    for (const [place, hash] of Object.entries(JSON.parse(row.blobs) as Record<string, string>)) {
      const dot = place.indexOf('.')
      const value: unknown = JSON.parse(load(hash))
      if (dot === -1) body[place] = value
      else body[place.slice(0, dot)] = { ...(body[place.slice(0, dot)] as Fields), [place.slice(dot + 1)]: value }
    }
  }
  const at = { seq: row.seq, at: row.at, type: row.type }
  // The row was written from a RunEvent by `toRow`, and the log is append-only.
  return (row.path === null ? { ...at, ...body } : { ...at, path: row.path, ...body }) as RunEvent
}

/** A copy of `body` without the values that `moved` took. */
function takeOut(body: Fields, moved: (place: string, value: unknown) => boolean): Fields {
  const light = { ...body }
  for (const field of valueFields) {
    const [outer = '', inner] = field.split('.')
    const value = light[outer]
    if (value === undefined || value === null) continue
    if (inner === undefined) {
      if (moved(outer, value)) light[outer] = null
      continue
    }
    const entries = Object.entries(value as Fields).map(([name, entry]) => {
      const wanted = (inner === '*' || inner === name) && entry !== null && entry !== undefined
      return [name, wanted && moved(`${outer}.${name}`, entry) ? null : entry] as const
    })
    light[outer] = Object.fromEntries(entries)
  }
  return light
}
