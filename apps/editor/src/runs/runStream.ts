import type { RunPatch, RunView } from '@quorum/engine'
import { eventsUrl } from '../api/client.ts'
import { ApiError } from '../api/error.ts'
import type { Connection, RunNews } from './runStore.ts'

export const silenceMs = 20_000
const backoffMs = [1_000, 2_000, 4_000, 8_000, 15_000]

/** What a stream needs of the world; tests give their own. */
export interface StreamWorld {
  open(url: string): EventSource
  getRun(id: string): Promise<RunView>
  /** Tells when waiting longer makes no sense: the network is back, or somebody looks at the page again. */
  onHope?(listener: () => void): () => void
}

/** Who wants to know about one run; a `RunStore` is one. */
export interface Watcher {
  push(news: RunNews): void
  /** What it has: the stream goes on after it. 0: nothing yet. */
  seq(): number
  setConnection(next: Connection, tryAt?: number): void
}

/** A server that does not answer at all is said to be lost after this. */
const speechlessMs = 3_000

type DeltaData = { readonly nodeId: string; readonly path: string; readonly text: string }
type EndData = Pick<RunView, 'seq' | 'status' | 'output' | 'error' | 'usage' | 'endedAt'>
/** Among several runs `run` is the run's id, so its changed fields stand in `changes`. */
type PatchData = Omit<RunPatch, 'run'> & { readonly changes?: RunPatch['run'] }
type Of<T> = T & { readonly run: string }

const terminal = new Set<RunView['status']>(['completed', 'failed', 'cancelled'])
export const hasEnded = (status: RunView['status']): boolean => terminal.has(status)

/**
 * All runs that a tab watches, over one connection (HTTP/1.1 allows six per host): keeps each watcher equal to its run
 * until the run ends or is let go (API.md, SSE).
 * connecting → live → ended; live → silent (20 s without news) or lost (cut) → connecting, after 1, 2, 4, 8, 15 s.
 * We reconnect ourselves, with `?after=`: the browser's own retry cannot be told apart from a dead server.
 */
export function createRunStream(world: StreamWorld) {
  /** By run: who wants to know about it. */
  const watched = new Map<string, Set<Watcher>>()
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0
  /** Between two tries. */
  let waiting = false
  let unhope: (() => void) | undefined

  const tell = (connection: Connection, tryAt?: number): void => {
    for (const group of watched.values()) for (const watcher of group) watcher.setConnection(connection, tryAt)
  }
  /** Who had it already, when others of the same run asked for all of it, is told nothing. */
  const push = (id: string, seq: number, news: RunNews): void => {
    for (const watcher of watched.get(id) ?? []) if (seq > watcher.seq()) watcher.push(news)
  }
  const alive = (): void => {
    tell('live')
    clearTimeout(timer)
    timer = setTimeout(() => again('silent'), silenceMs)
  }
  const close = (): void => {
    clearTimeout(timer)
    source?.close()
    source = null
    waiting = false
  }
  /** Nobody watches any more: nothing is left running. */
  const rest = (): void => {
    close()
    tries = 0
    unhope?.()
    unhope = undefined
  }
  const ended = (id: string): void => {
    for (const watcher of watched.get(id) ?? []) watcher.setConnection('ended')
    watched.delete(id)
    if (watched.size === 0) rest()
  }

  function again(why: 'silent' | 'lost'): void {
    close()
    const inMs = backoffMs[Math.min(tries++, backoffMs.length - 1)] ?? 0
    tell(why, Date.now() + inMs)
    waiting = true
    timer = setTimeout(connect, inMs)
  }

  /** A stream that will not open: runs may have ended while we were away (204), or be gone. */
  async function look(cut: EventSource): Promise<void> {
    clearTimeout(timer)
    timer = setTimeout(() => tell('lost'), speechlessMs)
    await Promise.all([...watched.keys()].map(lookAt))
    if (source === cut) again('lost')
  }

  async function lookAt(id: string): Promise<void> {
    try {
      const view = await world.getRun(id)
      if (!hasEnded(view.status)) return
      push(id, view.seq, { type: 'snapshot', view })
      ended(id)
    } catch (error) {
      // One that is gone must not keep the others from going on. No answer: the next try tells.
      if (watched.size > 1 && error instanceof ApiError && error.status === 404) ended(id)
    }
  }

  function now(): void {
    if (waiting) connect()
  }

  function connect(): void {
    close()
    const positions = [...watched].map(([id, group]) => [id, Math.min(...[...group].map((one) => one.seq()))] as const)
    const opened = world.open(eventsUrl(positions))
    source = opened
    const on = <T>(type: string, take: (data: Of<T>) => void): void => {
      opened.addEventListener(type, (event) => {
        if (opened !== source) return
        tries = 0
        alive()
        take(JSON.parse((event as MessageEvent<string>).data) as Of<T>)
      })
    }
    on<RunView>('snapshot', ({ run: id, ...view }) => push(id, view.seq, { type: 'snapshot', view }))
    on<PatchData>('patch', ({ run: id, changes: run, ...patch }) =>
      push(id, patch.seq, { type: 'patch', patch: { ...patch, ...(run ? { run } : {}) } }),
    )
    on<DeltaData>('delta', ({ run: id, ...delta }) => push(id, Number.POSITIVE_INFINITY, { type: 'delta', ...delta }))
    on<EndData>('end', ({ run: id, seq, ...run }) => {
      push(id, Number.POSITIVE_INFINITY, { type: 'patch', patch: { seq, run } })
      ended(id)
    })
    on('ping', () => {})
    // There may be nothing new for a while. Only news prove a server that does not fall over at once.
    opened.addEventListener('open', () => {
      if (opened === source) alive()
    })
    opened.addEventListener('error', () => {
      if (opened !== source) return
      opened.close()
      void look(opened)
    })
  }

  return {
    /** Watches more runs. @returns what lets them go. */
    watch(runs: ReadonlyMap<string, Watcher>): () => void {
      unhope ??= world.onHope?.(now)
      for (const [id, watcher] of runs) {
        watched.set(id, (watched.get(id) ?? new Set()).add(watcher))
        watcher.setConnection('connecting')
      }
      connect()
      return () => {
        const mine = [...runs].filter(([id, watcher]) => watched.get(id)?.delete(watcher))
        for (const [id] of mine) if (watched.get(id)?.size === 0) watched.delete(id)
        if (watched.size === 0) rest()
        else if (mine.length > 0) connect()
      }
    },
    /** Does not wait for the next try. */
    now,
  }
}
