import { idleNode, type RunPatch, type RunView } from '@quorum/engine'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '../api/error.ts'
import { recorded } from '../testing/recorded.ts'
import { createRunStore } from './runStore.ts'
import { createRunStream, type StreamWorld, silenceMs } from './runStream.ts'

class FakeSource extends EventTarget {
  readonly url: string
  closed = false
  constructor(url: string) {
    super()
    this.url = url
  }
  close(): void {
    this.closed = true
  }
  /** As the server says it on a connection for several runs; of `r`, unless it says of which. */
  say(type: string, data: unknown): void {
    const of = data as { run?: unknown }
    const { run: changes, ...rest } = of
    const many = typeof of.run === 'string' ? of : { run: 'r', ...rest, ...(changes ? { changes } : {}) }
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(many) }))
  }
  connected(): void {
    this.dispatchEvent(new Event('open'))
  }
  fail(): void {
    this.dispatchEvent(new Event('error'))
  }
}

const view = (seq: number, status: RunView['status'] = 'running'): RunView => ({
  id: 'r',
  flowId: 'f',
  revision: 1,
  replayOf: null,
  status,
  waitingFor: [],
  seq,
  startedAt: null,
  endedAt: null,
  input: null,
  output: null,
  error: null,
  usage: idleNode.usage,
  nodes: { a: idleNode },
})

/** What the server would say between two views: whole nodes, where something is another. */
function patchOf({ nodes: had, ...before }: RunView, { nodes, seq, ...after }: RunView): RunPatch {
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b)
  const old = before as Record<string, unknown>
  return {
    seq,
    run: Object.fromEntries(Object.entries(after).filter(([key, value]) => differs(old[key], value))),
    nodes: Object.fromEntries(Object.entries(nodes).filter(([id, node]) => differs(had[id], node))),
  }
}

type Hope = NonNullable<StreamWorld['onHope']>

function follow(getRun: StreamWorld['getRun'] = () => Promise.reject(new Error('offline')), onHope?: Hope) {
  const sources: FakeSource[] = []
  const store = createRunStore((work) => work())
  const stream = createRunStream({
    open: (url) => {
      const source = new FakeSource(url)
      sources.push(source)
      return source as unknown as EventSource
    },
    getRun,
    ...(onHope ? { onHope } : {}),
  })
  const stop = stream.watch(new Map([['r', store]]))
  return { stream, sources, store, stop, now: stream.now, last: () => sources.at(-1) as FakeSource }
}

/** What the address of a stream asks for. */
const asked = (source: FakeSource): Record<string, string> =>
  Object.fromEntries(new URL(source.url, 'http://x').searchParams)

describe('following a run', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('folds snapshot, patch and end, then closes for good', () => {
    const { store, last, sources } = follow()
    expect(store.connection()).toBe('connecting')
    last().say('snapshot', view(1))
    last().say('patch', { seq: 2, nodes: { a: { status: 'running' } } })
    expect(store.connection()).toBe('live')
    last().say('end', {
      seq: 3,
      status: 'completed',
      output: { result: 'yes' },
      error: null,
      usage: idleNode.usage,
      endedAt: 'now',
    })
    expect(store.head()).toMatchObject({ status: 'completed', seq: 3, output: { result: 'yes' } })
    expect(store.connection()).toBe('ended')
    expect(last().closed).toBe(true)
    vi.advanceTimersByTime(10 * silenceMs)
    expect(sources).toHaveLength(1)
  })

  it('says so after 20 s without news, and goes on after what it has', () => {
    const { store, last, sources } = follow()
    last().say('snapshot', view(1))
    last().say('patch', { seq: 7 })
    vi.advanceTimersByTime(silenceMs - 1)
    expect(store.connection()).toBe('live')
    vi.advanceTimersByTime(1)
    expect(store.connection()).toBe('silent')
    vi.advanceTimersByTime(1_000)
    expect(sources).toHaveLength(2)
    expect(asked(last())).toEqual({ runs: 'r', after: 'r:7' })
    last().say('ping', {})
    expect(store.connection()).toBe('live')
  })

  it('comes to the same however often it is cut off on the way', async () => {
    const patches = Array.from({ length: 60 }, (_, index) => ({
      seq: index + 2,
      nodes: { [`n${index % 7}`]: { status: index % 2 ? 'completed' : 'running', attempt: index } },
    }))
    const end = { seq: 62, status: 'completed', output: null, error: null, usage: idleNode.usage, endedAt: 'now' }
    /** A server that sends what comes after the position the client says it has; cut off after `most` events. */
    const play = async (most: number) => {
      const { store, sources } = follow(() => Promise.resolve(view(1)))
      for (let served = 0; store.connection() !== 'ended'; served++) {
        const source = sources[served]
        if (!source || served > 100) throw new Error('it gave up')
        const after = Number(asked(source).after?.slice(2) ?? 0)
        const due: [string, unknown][] = [
          ...(after === 0 ? [['snapshot', view(1)] as [string, unknown]] : []),
          ...patches.filter(({ seq }) => seq > after).map((patch): [string, unknown] => ['patch', patch]),
          ['end', end],
        ]
        for (const [type, data] of due.slice(0, most)) source.say(type, data)
        if (due.length <= most) break
        source.fail()
        await vi.advanceTimersByTimeAsync(20_000)
      }
      return store.view()
    }
    const uncut = await play(1_000)
    expect(uncut?.status).toBe('completed')
    for (const most of [1, 10, 17]) expect(await play(most)).toEqual(uncut)
  })

  it('stays calm as long as there are pings', () => {
    const { store, last } = follow()
    last().say('snapshot', view(1))
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(15_000)
      last().say('ping', {})
    }
    expect(store.connection()).toBe('live')
  })

  it('is connected again as soon as the server answers, though nothing is new', async () => {
    const { store, last } = follow()
    last().say('snapshot', view(1))
    last().fail()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(store.connection()).toBe('lost')
    last().connected()
    expect(store.connection()).toBe('live')
  })

  it('waits longer with every failed try', async () => {
    const { last, sources } = follow()
    for (const wait of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      const before = sources.length
      last().fail()
      await vi.advanceTimersByTimeAsync(wait - 1)
      expect(sources).toHaveLength(before)
      await vi.advanceTimersByTimeAsync(1)
      expect(sources).toHaveLength(before + 1)
    }
  })

  it('finds out that the run ended while it was cut off', async () => {
    const { store, last, sources } = follow(() => Promise.resolve(view(9, 'failed')))
    last().say('snapshot', view(1))
    last().fail()
    await vi.advanceTimersByTimeAsync(0)
    expect(store.head()?.status).toBe('failed')
    expect(store.connection()).toBe('ended')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sources).toHaveLength(1)
  })

  it('hears nothing any more once it is stopped', () => {
    const { store, last, stop } = follow()
    stop()
    last().say('snapshot', view(1))
    expect(store.head()).toBeNull()
    expect(last().closed).toBe(true)
  })

  it('cut at every tenth event, it comes to what the uncut stream comes to', async () => {
    const { history } = recorded('gate-with-rework')
    const patches = Array.from({ length: history.length - 1 }, (_, index) =>
      patchOf(history.at(index + 1), history.at(index + 2)),
    )
    const { store, last, sources } = follow()
    last().say('snapshot', history.at(1))
    for (const [index, patch] of patches.entries()) {
      if (index % 10 === 9) {
        const before = sources.length
        last().fail()
        await vi.advanceTimersByTimeAsync(1_000)
        expect(sources.length).toBe(before + 1)
        expect(asked(last()).after).toBe(`r:${patch.seq - 1}`)
      }
      last().say('patch', patch)
    }
    expect(store.view()).toEqual(history.at(history.length))
  })

  it('does not wait for the next try when there is hope, or somebody asks for it', async () => {
    let hope = (): void => undefined
    const { last, sources, store, now } = follow(undefined, (listener) => {
      hope = listener
      return () => undefined
    })
    last().fail()
    await vi.advanceTimersByTimeAsync(0)
    expect(store.connection()).toBe('lost')
    expect(store.retryAt()).toBe(Date.now() + 1_000)
    hope()
    expect(sources).toHaveLength(2)
    last().fail()
    await vi.advanceTimersByTimeAsync(0)
    now()
    expect(sources).toHaveLength(3)
    // Once it is open there is nothing to hurry.
    last().say('ping', {})
    now()
    expect(sources).toHaveLength(3)
    expect(store.retryAt()).toBeNull()
  })

  it('says that the server is lost when it does not answer at all', async () => {
    const { last, store } = follow(() => new Promise(() => undefined))
    last().say('snapshot', view(1))
    last().fail()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(store.connection()).toBe('lost')
  })

  it('watches all runs of a tab over one connection, and goes on where each of them is', async () => {
    const { stream, sources, store, stop, last } = follow()
    last().say('snapshot', view(5))
    const other = createRunStore((work) => work())
    const same = createRunStore((work) => work())
    const leave = stream.watch(
      new Map([
        ['s', other],
        ['r', same],
      ]),
    )
    const open = () => sources.filter(({ closed }) => !closed)
    expect(open()).toHaveLength(1)
    expect(asked(last())).toEqual({ runs: 'r,s' })
    let told = 0
    store.onHead(() => told++)
    last().say('snapshot', view(5))
    last().say('snapshot', { run: 's', ...view(8) })
    expect(same.view()).toEqual(view(5))
    expect(store.connection()).toBe('live')
    // The picture, and the text that streams into it, stay.
    expect(told).toBe(0)
    last().say('patch', { run: 's', seq: 9, changes: { status: 'paused' } })
    expect(other.head()).toMatchObject({ seq: 9, status: 'paused' })
    expect(store.head()).toMatchObject({ seq: 5, status: 'running' })

    last().fail()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked(last())).toEqual({ runs: 'r,s', after: 'r:5,s:9' })
    leave()
    expect(open()).toHaveLength(1)
    expect(asked(last())).toEqual({ runs: 'r', after: 'r:5' })
    stop()
    expect(open()).toHaveLength(0)
  })

  it('a run that is gone does not keep the others from going on', async () => {
    const gone = new ApiError({ status: 404, code: 'not-found', message: 'There is no such run.' })
    const { stream, last } = follow((id) => (id === 's' ? Promise.reject(gone) : Promise.resolve(view(1))))
    const other = createRunStore((work) => work())
    stream.watch(new Map([['s', other]]))
    last().fail()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked(last())).toEqual({ runs: 'r' })
  })
})
