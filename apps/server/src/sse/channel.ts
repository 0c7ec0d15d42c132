import { applyPatch, type NodeView, type RunPatch, type RunView } from '@quorum/engine'
import type { Delta } from '../host/protocol.ts'
import type { Redact } from '../redact.ts'
import { diffViews, newsOf } from './diffViews.ts'
import { deltasFrame, endFrame, type Frame, patchFrame, snapshotFrame } from './frame.ts'

const ringFrames = 1_000
const ringBytes = 1024 * 1024
/** A frame costs some 30 µs for each who gets it. So many ms apart per watcher, frames leave most of the thread to others. */
const msPerWatcher = 0.25
/** Fewer need no such care: a run sends 20 patches a second at most, and 25 pieces of each text. */
const manyWatchers = 200

export type FrameSink = (frame: Frame) => void

/** One watched run: its view as clients fold it, and its latest patches for those who come back. */
export function createChannel(first: RunView, redact: Redact, now: () => number = Date.now) {
  let view = first
  let snapshot: Frame | null = null
  let ended: Frame | null = null
  /** Patches after `ringFrom`, without a hole. */
  const ring: Frame[] = []
  let ringFrom = first.seq
  let bytes = 0
  const sinks = new Set<FrameSink>()
  /** Patches that wait until the many who watch have had time for what they got last, as one. */
  let held: RunPatch | null = null
  /** And streamed text, by step. */
  const texts = new Map<string, Delta>()
  let timer: NodeJS.Timeout | undefined
  let sentAt = Number.NEGATIVE_INFINITY
  const publish = (frame: Frame): void => {
    for (const sink of sinks) sink(frame)
  }
  const snapshotNow = (): Frame => {
    snapshot ??= snapshotFrame(view, redact)
    return snapshot
  }

  function patch(given: RunPatch): void {
    if (ended !== null || given.seq < view.seq) return
    held = held === null ? given : joinPatches(held, given)
    sendSoon()
  }

  function delta(given: Delta): void {
    if (ended !== null) return
    const before = texts.get(given.path)
    texts.set(given.path, before ? { ...given, text: before.text + given.text } : given)
    sendSoon()
  }

  function sendSoon(): void {
    const waitMs = sentAt + sinks.size * msPerWatcher - now()
    if (sinks.size < manyWatchers || waitMs <= 0) sendHeld()
    else timer ??= setTimeout(sendHeld, waitMs).unref()
  }

  function sendHeld(): void {
    const [given, spoken] = [held, [...texts.values()]]
    drop()
    if (spoken.length > 0) {
      sentAt = now()
      publish(deltasFrame(view.id, spoken, redact))
    }
    const news = given === null ? null : newsOf(view, given)
    if (news !== null) take(applyPatch(view, news), news)
  }

  function drop(): void {
    clearTimeout(timer)
    timer = undefined
    held = null
    texts.clear()
  }

  /** Brings those who watch to this view, whatever they missed, by what differs and no more. */
  function rebase(to: RunView): void {
    // What is held is part of what comes in its place.
    if (held !== null && held.seq <= to.seq) held = null
    const change = ended === null && to.seq >= view.seq ? diffViews(view, to) : null
    if (change !== null) take(to, change)
  }

  function take(to: RunView, change: RunPatch): void {
    view = to
    sentAt = now()
    snapshot = null
    const frame = patchFrame(view.id, change, redact)
    ring.push(frame)
    bytes += frame.bytes.byteLength
    while (ring.length > ringFrames || (bytes > ringBytes && ring.length > 0)) {
      const [oldest] = ring.splice(0, 1)
      ringFrom = oldest?.seq ?? ringFrom
      bytes -= oldest?.bytes.byteLength ?? 0
    }
    publish(frame)
  }

  return {
    get view() {
      return view
    },
    /** The last frame, once there is one. */
    get ended() {
      return ended
    },
    sinks,
    patch,
    rebase,
    /** Not part of the fold, not kept. */
    delta,
    end(last: RunView): void {
      if (ended !== null) return
      rebase(last)
      drop()
      ended = endFrame(last, redact)
      publish(ended)
    },
    /** What a client that has seen everything up to `after` needs to be where the run is; null: nothing and never again. */
    since(after: number | null): readonly Frame[] | null {
      if (ended !== null && after !== null && after >= view.seq) return null
      const missed =
        after !== null && after >= ringFrom && after <= view.seq
          ? ring.filter((frame) => (frame.seq ?? 0) > after)
          : null
      const missedBytes = missed?.reduce((sum, frame) => sum + frame.bytes.byteLength, 0) ?? 0
      const cheap = missed !== null && (missed.length === 0 || missedBytes <= snapshotNow().bytes.byteLength)
      return [...(cheap ? missed : [snapshotNow()]), ...(ended === null ? [] : [ended])]
    },
  }
}

/** One patch that does what these two do one after the other. */
function joinPatches(first: RunPatch, second: RunPatch): RunPatch {
  const nodes: Record<string, Partial<NodeView>> = { ...first.nodes }
  for (const [id, fields] of Object.entries(second.nodes ?? {})) nodes[id] = { ...nodes[id], ...fields }
  return { seq: Math.max(first.seq, second.seq), run: { ...first.run, ...second.run }, nodes }
}

export type Channel = ReturnType<typeof createChannel>
