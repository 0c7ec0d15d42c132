import type { RunPatch, RunView } from '@quorum/engine'
import { eventsUrl } from '../api/client.ts'
import type { RunStore } from './runStore.ts'

export const silenceMs = 20_000
const backoffMs = [1_000, 2_000, 4_000, 8_000, 15_000]

/** What a stream needs of the world; tests give their own. */
export interface StreamWorld {
  open(url: string): EventSource
  getRun(id: string): Promise<RunView>
}

type EndData = Pick<RunView, 'seq' | 'status' | 'output' | 'error' | 'usage' | 'endedAt'>

const terminal = new Set<RunView['status']>(['completed', 'failed', 'cancelled'])
export const hasEnded = (status: RunView['status']): boolean => terminal.has(status)

/**
 * Keeps the store equal to the run until the run ends or the returned function is called (API.md, SSE).
 * connecting → live → ended; live → silent (20 s without news) or lost (cut) → connecting, after 1, 2, 4, 8, 15 s.
 * We reconnect ourselves, with `?after=`: the browser's own retry cannot be told apart from a dead server.
 */
export function followRun(runId: string, store: RunStore, world: StreamWorld): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0
  let stopped = false

  const stop = (): void => {
    stopped = true
    clearTimeout(timer)
    source?.close()
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
    store.setConnection(why)
    clearTimeout(timer)
    timer = setTimeout(connect, backoffMs[Math.min(tries++, backoffMs.length - 1)])
  }

  /** A stream that will not open: the run may have ended while we were away (204), or be gone. */
  async function look(): Promise<void> {
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

  function connect(): void {
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

  store.setConnection('connecting')
  connect()
  return stop
}
