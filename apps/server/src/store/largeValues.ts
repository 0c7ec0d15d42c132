import type { RunEvent } from '@quorum/engine'

type Fields = Record<string, unknown>

/** Fields of events that hold values of any size; `a.*` means each entry of the object `a`. */
const valueFields = ['input', 'value', 'record', 'fallback', 'ports.*', 'output.*', 'parked.memory'] as const

/**
 * Takes values above `limit` characters out of the JSON of an event and puts null in their place; where they were, and
 * the hash that `moved` gives for each, stands in its field `blobs`.
 */
export function takeOutValues(text: string, limit: number, moved: (text: string) => string): string {
  const event = JSON.parse(text) as Fields
  const places: Record<string, string> = {}
  const light = (place: string, value: unknown): unknown => {
    const large = JSON.stringify(value)
    if (large.length <= limit) return value
    places[place] = moved(large)
    return null
  }
  for (const field of valueFields) {
    const [outer = '', inner] = field.split('.')
    const value = event[outer]
    if (value === undefined || value === null) continue
    if (inner === undefined) {
      event[outer] = light(outer, value)
      continue
    }
    event[outer] = Object.fromEntries(
      Object.entries(value as Fields).map(([name, entry]) => {
        const wanted = (inner === '*' || inner === name) && entry !== undefined
        return [name, wanted ? light(`${outer}.${name}`, entry) : entry] as const
      }),
    )
  }
  return JSON.stringify(Object.keys(places).length > 0 ? { ...event, blobs: places } : event)
}

/** The inverse of {@link takeOutValues}; `load` gives the text stored under a hash. */
export function restoreValues(event: RunEvent, load: (hash: string) => string): RunEvent {
  const { blobs, ...rest } = event as Fields & { blobs?: Record<string, string> }
  if (blobs === undefined) return event
  for (const [place, hash] of Object.entries(blobs)) {
    const dot = place.indexOf('.')
    const value: unknown = JSON.parse(load(hash))
    if (dot === -1) rest[place] = value
    else rest[place.slice(0, dot)] = { ...(rest[place.slice(0, dot)] as Fields), [place.slice(dot + 1)]: value }
  }
  return rest as unknown as RunEvent
}
