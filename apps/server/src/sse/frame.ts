import type { RunPatch, RunView } from '@quorum/engine'
import type { Delta } from '../host/protocol.ts'
import type { Redact } from '../redact.ts'

/** One SSE event of one run, encoded once and shared by all who get it (SECURITY T7). */
export interface Frame {
  /** Null: not part of the fold (a delta). */
  readonly seq: number | null
  readonly bytes: Uint8Array
  /** For a connection that carries several runs; `position` is the whole position after this event. */
  among(position: string): Uint8Array
}

const encoder = new TextEncoder()
export const pingBytes = encoder.encode('event: ping\ndata: {}\n\n')

function frame(event: string, seq: number | null, data: object, among: object, redact: Redact): Frame {
  const encode = (value: object): string => `event: ${event}\ndata: ${redact(JSON.stringify(value))}\n\n`
  let shared: string | undefined
  return {
    seq,
    bytes: encoder.encode(`${seq === null ? '' : `id: ${seq}\n`}${encode(data)}`),
    among(position) {
      shared ??= encode(among)
      return encoder.encode(`${seq === null ? '' : `id: ${position}\n`}${shared}`)
    },
  }
}

export const snapshotFrame = (view: RunView, redact: Redact): Frame =>
  frame('snapshot', view.seq, view, { run: view.id, ...view }, redact)

/** Among several runs `run` is the run's id, so its changed fields stand in `changes` there. */
export const patchFrame = (runId: string, patch: RunPatch, redact: Redact): Frame => {
  const { run, ...rest } = patch
  return frame('patch', patch.seq, patch, { run: runId, ...rest, ...(run ? { changes: run } : {}) }, redact)
}

export const deltaFrame = (runId: string, delta: Delta, redact: Redact): Frame =>
  frame('delta', null, delta, { run: runId, ...delta }, redact)

export const endFrame = ({ id, seq, status, output, error, usage, endedAt }: RunView, redact: Redact): Frame => {
  const end = { seq, status, output, error, usage, endedAt }
  return frame('end', seq, end, { run: id, ...end }, redact)
}
