import { isRecord, type Value } from './value.ts'

/** A picture or document as it travels on edges: its bytes lie in the store, under the hash of what they are. */
export interface Attachment {
  /** SHA-256 of its bytes, in hex. */
  readonly file: string
  readonly name: string
  /** Media type, e.g. `image/png`. */
  readonly type: string
  /** Bytes. */
  readonly size: number
}

export function isAttachment(value: unknown): value is Attachment & Readonly<Record<string, Value>> {
  return (
    isRecord(value) &&
    typeof value.file === 'string' &&
    /^[0-9a-f]{64}$/.test(value.file) &&
    typeof value.name === 'string' &&
    typeof value.type === 'string' &&
    typeof value.size === 'number'
  )
}

/** As many as one call takes. */
export const mostAttachments = 10

/** The files in a value, each once, wherever they lie in it. */
export function attachmentsIn(...values: readonly Value[]): readonly Attachment[] {
  const found = new Map<string, Attachment>()
  const look = (value: Value): void => {
    if (typeof value !== 'object' || value === null || found.size > mostAttachments) return
    if (isAttachment(value))
      found.set(value.file, { file: value.file, name: value.name, type: value.type, size: value.size })
    else for (const inner of Object.values(value)) look(inner as Value)
  }
  for (const value of values) look(value)
  return [...found.values()]
}
