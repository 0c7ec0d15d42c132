import { readFileSync } from 'node:fs'
import type { FlowFile, RunView } from '@quorum/engine'
import { expect, onTestFinished, test } from 'vitest'
import { chain } from '../testing/flows.ts'
import { fold, readSse, type SseEvent } from '../testing/readSse.ts'
import { testServer } from '../testing/testServer.ts'

/** The same numbers each time, so that a failure can be seen again. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state % below
  }
}

/** Reads events until `bytes` have come, then cuts the line in the middle of whatever is under way. */
async function readCut(
  url: string,
  lastId: string | null,
  bytes: number,
  seen: (event: SseEvent) => void,
): Promise<'open' | 'over'> {
  const stop = new AbortController()
  const response = await fetch(url, {
    signal: stop.signal,
    ...(lastId === null ? {} : { headers: { 'last-event-id': lastId } }),
  })
  if (response.status === 204) return 'over'
  let left = bytes
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, out) {
      out.enqueue(chunk.subarray(0, left))
      left -= chunk.byteLength
      if (left <= 0) {
        out.terminate()
        stop.abort()
      }
    },
  })
  if (response.body === null) throw new Error('no stream')
  try {
    for await (const event of readSse(response.body.pipeThrough(cut))) {
      seen(event)
      if (event.event === 'end') return 'over'
    }
  } catch {
    // Cut off: that is what this is about.
  }
  return 'open'
}

const list = Array.from({ length: 1_000 }, (_, i) => i)
const pool: FlowFile = {
  ...chain([]),
  nodes: [
    { id: 'l', kind: 'code', params: { source: `export default () => ${JSON.stringify(list)}` } },
    { id: 'p', kind: 'pool', params: { concurrency: 20 } },
    { id: 'w', kind: 'agent', parent: 'p', params: { model: 'simulated/fast', prompt: 'Say {{ item }}' } },
    { id: 'a', kind: 'output' },
  ],
  edges: [
    { id: 'e1', source: 'l', target: 'p' },
    { id: 'e2', source: 'p', target: 'a' },
  ],
}
const council = chain([
  {
    id: 'c',
    kind: 'council',
    params: { members: ['A', 'B', 'C'].map((name) => ({ name })) },
  },
])
const loop = JSON.parse(readFileSync(new URL('../contract/examples/rework-loop.json', import.meta.url), 'utf8')) as {
  flow: FlowFile
  input: unknown
}

test.each([
  ['a council', council, { question: 'Why?' }, 'simulated/standard?latencyMs=0'],
  ['a pool of 1,000 items', pool, {}, 'simulated/fast'],
  ['a loop', loop.flow, loop.input, 'simulated/fast'],
])(
  'an outside reader of %s who is cut off again and again sees what everybody sees',
  async (_name, flow, input, model) => {
    const { listen, url } = await testServer({ PORT: '0' })
    const server = await listen()
    onTestFinished(() => {
      server.close()
      server.closeAllConnections()
    })
    const runs = `${url()}/api/runs`
    const headers = { 'content-type': 'application/json' }
    const started = await fetch(runs, { method: 'POST', headers, body: JSON.stringify({ flow, input, model }) })
    const { id } = (await started.json()) as { id: string }
    expect(started.status).toBe(202)

    const random = numbers(7)
    const views = new Map<number, RunView>()
    let view: RunView | null = null
    let lastId: string | null = null
    const seen = (event: SseEvent): void => {
      view = fold(view, event)
      if (event.id === null || view === null) return
      expect(Number(event.id)).toBeGreaterThanOrEqual(Number(lastId ?? 0))
      lastId = event.id
      views.set(view.seq, view)
    }
    const asked: RunView[] = []
    let patience = 1
    for (let state = 'open'; state === 'open'; ) {
      const before = lastId
      state = await readCut(`${runs}/${id}/events`, lastId, (200 + random(20_000)) * patience, seen)
      // An event longer than the cut never gets through: then the next one is later.
      patience = before === lastId ? patience * 2 : 1
      asked.push((await (await fetch(`${runs}/${id}`)).json()) as RunView)
    }
    const last = (await (await fetch(`${runs}/${id}`)).json()) as RunView
    expect(last.status).toBe('completed')
    expect(view).toEqual(last)
    // In the middle too: wherever somebody asked for the view at a point the reader passed, it was the same.
    for (const middle of asked) if (views.has(middle.seq)) expect(views.get(middle.seq)).toEqual(middle)
  },
  60_000,
)
