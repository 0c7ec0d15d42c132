import type { RunPatch, RunView } from '@quorum/engine'
import type { Delta } from '../host/protocol.ts'
import type { Redact } from '../redact.ts'

/** What is written at once about one run, encoded once and shared by all who get it (SECURITY T7). */
export interface Frame {
  /** Null: not part of the fold (deltas). */
  readonly seq: number | null
  readonly bytes: Uint8Array
  /** For a connection that carries several runs; `position` is the whole position after this event. */
  among(position: string): Uint8Array
}

const encoder = new TextEncoder()
export const pingBytes = encoder.encode('event: ping\ndata: {}\n\n')

const written = (event: string, data: object, redact: Redact): string =>
  `event: ${event}\ndata: ${redact(JSON.stringify(data))}\n\n`

function frame(event: string, seq: number, data: object, among: object, redact: Redact): Frame {
  let shared: string | undefined
  return {
    seq,
    bytes: encoder.encode(`id: ${seq}\n${written(event, data, redact)}`),
    among(position) {
      shared ??= written(event, among, redact)
      return encoder.encode(`id: ${position}\n${shared}`)
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

/** Several events in one: writing costs what it costs for each who watches, however much it is. */
export function deltasFrame(runId: string, deltas: readonly Delta[], redact: Redact): Frame {
  let shared: Uint8Array | undefined
  const all = (data: (delta: Delta) => object): Uint8Array =>
    encoder.encode(deltas.map((delta) => written('delta', data(delta), redact)).join(''))
  return {
    seq: null,
    bytes: all((delta) => delta),
    among() {
      shared ??= all((delta) => ({ run: runId, ...delta }))
      return shared
    },
  }
}

export const endFrame = ({ id, seq, status, output, error, usage, endedAt }: RunView, redact: Redact): Frame => {
  const end = { seq, status, output, error, usage, endedAt }
  return frame('end', seq, end, { run: id, ...end }, redact)
}
