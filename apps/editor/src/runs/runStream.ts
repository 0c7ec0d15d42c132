import type { RunPatch, RunView } from '@quorum/engine'
import { eventsUrl } from '../api/client.ts'
import type { RunStore } from './runStore.ts'

export const silenceMs = 20_000
const backoffMs = [1_000, 2_000, 4_000, 8_000, 15_000]

/** What a stream needs of the world; tests give their own. */
export interface StreamWorld {
  open(url: string): EventSource
  getRun(id: string): Promise<RunView>
  /** Tells when waiting longer makes no sense: the network is back, or somebody looks at the page again. */
  onHope?(listener: () => void): () => void
}

export interface Following {
  stop(): void
  /** Does not wait for the next try. */
  now(): void
}

/** A server that does not answer at all is said to be lost after this. */
const speechlessMs = 3_000

type EndData = Pick<RunView, 'seq' | 'status' | 'output' | 'error' | 'usage' | 'endedAt'>

const terminal = new Set<RunView['status']>(['completed', 'failed', 'cancelled'])
export const hasEnded = (status: RunView['status']): boolean => terminal.has(status)

/**
 * Keeps the store equal to the run until the run ends or it is stopped (API.md, SSE).
 * connecting → live → ended; live → silent (20 s without news) or lost (cut) → connecting, after 1, 2, 4, 8, 15 s.
 * We reconnect ourselves, with `?after=`: the browser's own retry cannot be told apart from a dead server.
 */
export function followRun(runId: string, store: RunStore, world: StreamWorld): Following {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0
  let stopped = false
  /** Between two tries. */
  let waiting = false

  const stop = (): void => {
    stopped = true
    clearTimeout(timer)
    source?.close()
    unhope?.()
  }
  const heard = (): void => {
    tries = 0
    store.setConnection('live')
    clearTimeout(timer)
    timer = setTimeout(() => again('silent'), silenceMs)
  }
  const ended = (): void => {
    stop()
    store.setConnection('ended')
  }

  function again(why: 'silent' | 'lost'): void {
    if (stopped) return
    source?.close()
    const inMs = backoffMs[Math.min(tries++, backoffMs.length - 1)] ?? 0
    store.setConnection(why, Date.now() + inMs)
    clearTimeout(timer)
    waiting = true
    timer = setTimeout(connect, inMs)
  }

  /** A stream that will not open: the run may have ended while we were away (204), or be gone. */
  async function look(): Promise<void> {
    clearTimeout(timer)
    timer = setTimeout(() => store.setConnection('lost'), speechlessMs)
    try {
      const view = await world.getRun(runId)
      if (stopped) return
      if (hasEnded(view.status)) {
        store.push({ type: 'snapshot', view })
        return ended()
      }
    } catch {
      // No answer: the next try tells.
    }
    again('lost')
  }

  function now(): void {
    if (!waiting || stopped) return
    clearTimeout(timer)
    connect()
  }

  function connect(): void {
    waiting = false
    const after = store.seq()
    const opened = world.open(eventsUrl(runId, after > 0 ? after : undefined))
    source = opened
    const on = <T>(type: string, take: (data: T) => void): void => {
      opened.addEventListener(type, (event) => {
        if (stopped || opened !== source) return
        heard()
        take(JSON.parse((event as MessageEvent<string>).data) as T)
      })
    }
    on<RunView>('snapshot', (view) => store.push({ type: 'snapshot', view }))
    on<RunPatch>('patch', (patch) => store.push({ type: 'patch', patch }))
    on<{ nodeId: string; path: string; text: string }>('delta', (delta) => store.push({ type: 'delta', ...delta }))
    on<EndData>('end', ({ seq, ...run }) => {
      store.push({ type: 'patch', patch: { seq, run } })
      ended()
    })
    on('ping', () => {})
    opened.addEventListener('error', () => {
      if (stopped || opened !== source) return
      opened.close()
      void look()
    })
  }

  const unhope = world.onHope?.(now)
  store.setConnection('connecting')
  connect()
  return { stop, now }
}
