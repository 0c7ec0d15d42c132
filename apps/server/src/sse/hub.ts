import type { RunView } from '@quorum/engine'
import type { HostClient } from '../host/client.ts'
import type { Redact } from '../redact.ts'
import { type Channel, createChannel, type FrameSink } from './channel.ts'
import type { Frame } from './frame.ts'
import { createStream, type SseStream } from './stream.ts'

/** A run nobody watches stays open this long, so that a reconnect gets patches and not the whole view. */
const lingerMs = 30_000
const tickMs = 1_000

/** What the hub needs from the store: the view of a run that the host does not run. Null: there is no such run. */
export type StoredView = (runId: string) => { readonly view: RunView; readonly ended: boolean } | null

const written = (position: ReadonlyMap<string, number>): string =>
  [...position].map(([id, seq]) => `${id}:${seq}`).join(',')

/** How a run shows while nothing can be written. */
export const standstill = (message: string): Pick<RunView, 'status' | 'error'> => ({
  status: 'paused',
  error: { code: 'storage-full', message },
})

export type Hub = ReturnType<typeof createHub>

/** Live views for any number of clients: one channel per watched run, one stream per client. */
export function createHub(
  host: Pick<HostClient, 'listen' | 'watch' | 'unwatch'>,
  stored: StoredView,
  redact: Redact,
  now: () => number = Date.now,
) {
  const channels = new Map<string, Promise<Channel | null>>()
  const open = new Map<string, Channel>()
  const lingering = new Map<string, NodeJS.Timeout>()
  const streams = new Set<SseStream>()
  /** What the host said about runs whose channel is being opened: its answer and its news may come in one breath. */
  const early = new Map<string, ((channel: Channel) => void)[]>()

  const ticker = setInterval(() => {
    for (const stream of streams) stream.tick(now())
  }, tickMs)
  ticker.unref()

  host.listen({
    patch: (runId, patch) => tell(runId, (channel) => channel.patch(patch)),
    view: (runId, view) => tell(runId, (channel) => channel.rebase(view)),
    delta: (runId, delta) => tell(runId, (channel) => channel.delta(delta)),
    end: (runId, view) =>
      tell(runId, (channel) => {
        channel.end(view)
        drop(runId)
      }),
    stalled(message) {
      for (const [runId, channel] of open) {
        if (message === null) void rewatch(runId)
        else channel.patch({ seq: channel.view.seq, run: standstill(message) })
      }
    },
    restarted() {
      for (const runId of open.keys()) void rewatch(runId)
    },
  })

  function tell(runId: string, news: (channel: Channel) => void): void {
    const channel = open.get(runId)
    if (channel) news(channel)
    else early.get(runId)?.push(news)
  }

  function drop(runId: string): void {
    channels.delete(runId)
    open.delete(runId)
    stay(runId)
  }

  async function rewatch(runId: string): Promise<void> {
    const view = await host.watch(runId).catch(() => null)
    const channel = open.get(runId)
    if (view !== null) return channel?.rebase(view)
    const last = stored(runId)
    if (last?.ended !== true) return
    channel?.end(last.view)
    drop(runId)
  }

  async function load(runId: string): Promise<Channel | null> {
    const before = stored(runId)
    if (before === null) return null
    if (before.ended) return endedChannel(before.view)
    early.set(runId, [])
    try {
      const live = await host.watch(runId)
      const after = live === null ? stored(runId) : null
      if (after?.ended) {
        host.unwatch(runId)
        return endedChannel(after.view)
      }
      const channel = createChannel(live ?? before.view, redact, now)
      open.set(runId, channel)
      for (const news of early.get(runId) ?? []) news(channel)
      return channel
    } finally {
      early.delete(runId)
    }
  }
  function endedChannel(view: RunView): Channel {
    const channel = createChannel(view, redact, now)
    channel.end(view)
    return channel
  }

  /** The channel of a run, opened if need be. */
  async function channelOf(runId: string): Promise<Channel | null> {
    stay(runId)
    const known = channels.get(runId)
    if (known) return known
    const loading = load(runId)
    channels.set(runId, loading)
    const channel = await loading.catch((error: unknown) => {
      channels.delete(runId)
      throw error
    })
    if (channel === null || channel.ended !== null) channels.delete(runId)
    return channel
  }

  function stay(runId: string): void {
    clearTimeout(lingering.get(runId))
    lingering.delete(runId)
  }
  /** Nobody may be watching any more. */
  function rest(runId: string, channel: Channel): void {
    if (channel.sinks.size > 0 || open.get(runId) !== channel || lingering.has(runId)) return
    const timer = setTimeout(() => {
      drop(runId)
      host.unwatch(runId)
    }, lingerMs)
    timer.unref()
    lingering.set(runId, timer)
  }

  return {
    /** The view as clients have it now, if anybody watches: `GET` then never runs ahead of the stream. */
    viewOf: (runId: string): RunView | null => open.get(runId)?.view ?? null,
    streams: () => streams.size,

    /**
     * One stream over these runs, each from where the client was. Ids are plain `seq` for a `single` run, else positions.
     * @returns `gone` when there is nothing to come, `unknown` with the first run that does not exist.
     */
    async stream(
      positions: ReadonlyMap<string, number | null>,
      options: { readonly single: boolean; readonly mayRead: () => boolean },
    ): Promise<{ body: ReadableStream<Uint8Array> } | { gone: true } | { unknown: string }> {
      const found = new Map<string, Channel>()
      for (const runId of positions.keys()) {
        const channel = await channelOf(runId)
        if (channel === null) {
          for (const [id, other] of found) rest(id, other)
          return { unknown: runId }
        }
        found.set(runId, channel)
      }
      // From here on nothing waits: what is sent first and what follows are one sequence.
      const reached = new Map<string, number>()
      for (const [runId, at] of positions) if (at !== null) reached.set(runId, at)
      const going = new Map(
        [...found].filter(([runId, channel]) => channel.since(positions.get(runId) ?? null) !== null),
      )
      if (going.size === 0) return { gone: true }

      const sinks = new Map<string, FrameSink>()
      const send = (runId: string, frame: Frame): boolean => {
        if (frame.seq === null) return stream.send(options.single ? frame.bytes : frame.among(''))
        const among = () => frame.among(written(new Map(reached).set(runId, frame.seq as number)))
        const sent = stream.send(options.single ? frame.bytes : among())
        if (sent) reached.set(runId, frame.seq)
        if (sent && frame === going.get(runId)?.ended) finish(runId)
        return sent
      }
      const finish = (runId: string): void => {
        const channel = going.get(runId)
        const sink = sinks.get(runId)
        if (sink) channel?.sinks.delete(sink)
        going.delete(runId)
        if (going.size === 0) stream.close()
      }
      const catchUp = (after: (runId: string) => number | null): void => {
        for (const [runId, channel] of [...going]) {
          // One who has everything but the end still gets the end: being here, it has not had it.
          const owed = channel.since(after(runId)) ?? (channel.ended === null ? [] : [channel.ended])
          for (const frame of owed) if (!send(runId, frame)) return
        }
      }
      const stream: SseStream = createStream({
        now,
        mayRead: options.mayRead,
        onRoom: () => catchUp((runId) => reached.get(runId) ?? null),
        onClose() {
          streams.delete(stream)
          for (const [runId, sink] of sinks) {
            const channel = found.get(runId)
            channel?.sinks.delete(sink)
            if (channel) rest(runId, channel)
          }
        },
      })
      streams.add(stream)
      for (const [runId, channel] of going) {
        const sink: FrameSink = (frame) => void send(runId, frame)
        sinks.set(runId, sink)
        channel.sinks.add(sink)
      }
      catchUp((runId) => positions.get(runId) ?? null)
      return { body: stream.body }
    },

    close(): void {
      clearInterval(ticker)
      for (const stream of [...streams]) stream.close()
      for (const runId of [...channels.keys()]) drop(runId)
    },
  }
}
