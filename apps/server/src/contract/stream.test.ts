import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunPatch, RunView } from '@quorum/engine'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { councilFlow, loopFlow, poolFlow } from './flows.ts'
import { type ServerProcess, startServer } from './serverProcess.ts'
import { readFrame } from './sse.ts'

const data = mkdtempSync(join(tmpdir(), 'quorum-stream-'))
let server: ServerProcess

beforeAll(async () => {
  server = await startServer(data)
}, 30_000)
afterAll(async () => {
  await server?.stop()
  rmSync(data, { recursive: true, force: true })
})

/** By the words of API.md alone, not by our own code: what is folded wrongly on both sides would look right. */
function folded(view: RunView, { seq, run = {}, nodes = {} }: RunPatch): RunView {
  const next = structuredClone(view) as unknown as Record<string, unknown> & { nodes: Record<string, object> }
  Object.assign(next, run, { seq })
  for (const [id, fields] of Object.entries(nodes)) next.nodes[id] = { ...next.nodes[id], ...fields }
  return next as unknown as RunView
}

/** An outside program: it knows nothing but the stream, loses its connection after so many bytes, and comes back. */
class Follower {
  view: RunView | null = null
  lastId = ''
  end: Pick<RunView, 'seq' | 'status' | 'output' | 'error' | 'usage' | 'endedAt'> | null = null
  connections = 0
  readonly seqs: number[] = []
  /** What it had folded at each position of the log. */
  readonly folded = new Map<number, RunView>()
  /** Called with each frame that moved it on. */
  moved: () => void = () => undefined
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  /** Reads until the run ends, cut after each of `cuts` bytes, then without a cut. */
  async follow(cuts: Iterator<number>): Promise<void> {
    while (!this.end) {
      const cut = cuts.next()
      if (!(await this.#once(cut.done ? Number.POSITIVE_INFINITY : cut.value))) return
    }
  }

  /** False once the server says there is nothing more. */
  #once(most: number): Promise<boolean> {
    this.connections++
    const headers = this.lastId === '' ? {} : { 'last-event-id': this.lastId }
    return new Promise((resolve, reject) => {
      const sent = request(this.#url, { headers, agent: false }, (response: IncomingMessage) => {
        if (response.statusCode === 204) {
          response.resume()
          return resolve(false)
        }
        let left = most
        let text = ''
        response.setEncoding('latin1')
        response.on('data', (chunk: string) => {
          const part = chunk.slice(0, left)
          left -= part.length
          text += part
          for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
            this.#take(Buffer.from(text.slice(0, at), 'latin1').toString('utf8'))
            text = text.slice(at + 2)
          }
          if (left <= 0) response.destroy()
        })
        response.on('close', () => resolve(true))
        response.on('error', () => resolve(true))
      })
      sent.on('error', reject)
      sent.end()
    })
  }

  #take(frame: string): void {
    const { event, id, data: body } = readFrame(frame)
    if (id) this.lastId = id
    if (event === 'snapshot') this.view = body as RunView
    if (event === 'patch' && this.view) this.view = folded(this.view, body as RunPatch)
    if (event === 'patch') this.seqs.push((body as RunPatch).seq)
    if (this.view && (event === 'snapshot' || event === 'patch')) {
      this.folded.set(this.view.seq, this.view)
      this.moved()
    }
    if (event === 'end') {
      this.end = body as RunView
      // `end` repeats what the run came to; the last patch before it has said the same.
      const { seq, status, output, error, usage, endedAt } = this.end
      if (this.view) this.view = { ...this.view, seq, status, output, error, usage, endedAt }
    }
  }
}

/** A streaming answer's text while a node runs is not part of the fold (API.md, SSE). */
const settled = (view: RunView | null) =>
  view && {
    ...view,
    nodes: Object.fromEntries(
      Object.entries(view.nodes).map(([id, node]) => [id, node.status === 'running' ? { ...node, text: null } : node]),
    ),
  }

const kinds: [string, () => unknown, unknown][] = [
  [
    'a council',
    () => councilFlow('simulated/standard?latencyMs=120&tokensPerSecond=200'),
    { question: 'Tea or coffee?' },
  ],
  ['a pool of 1,000 items', () => poolFlow(1_000), {}],
  ['a loop of back edges', () => loopFlow('simulated/standard?latencyMs=250&tokensPerSecond=100'), {}],
]

test.each(kinds)(
  'whoever folds only the stream of %s, cut at random bytes and resumed, sees what the API says',
  async (_, flow, input) => {
    const id = await server.run(flow(), input)
    const follower = new Follower(`${server.url}/api/runs/${id}/events`)
    const asked: Promise<RunView>[] = []
    follower.moved = () => {
      asked.push(server.view(id))
    }
    // Cuts inside the first snapshot, and others that let some patches through.
    const most = JSON.stringify(await server.view(id)).length
    const cuts = [
      ...fc.sample(fc.integer({ min: 1, max: most }), { numRuns: 4, seed: 7 }),
      ...fc.sample(fc.integer({ min: most, max: 3 * most }), { numRuns: 8, seed: 7 }),
    ]
    await follower.follow(cuts[Symbol.iterator]())
    let inMidRun = 0
    for (const present of await Promise.all(asked)) {
      const folded = follower.folded.get(present.seq)
      if (!folded || present.endedAt !== null) continue
      inMidRun++
      expect(settled(folded)).toEqual(settled(present))
    }
    // Otherwise nothing but the end was compared.
    expect(inMidRun).toBeGreaterThan(0)
    const final = await server.view(id)
    expect(follower.view).toEqual(final)
    expect(final.status).toBe('completed')
    expect(follower.connections).toBeGreaterThan(1)
    expect(follower.seqs).toEqual([...follower.seqs].sort((a, b) => a - b))
  },
  60_000,
)

test('a reconnect after the end is told that there is nothing more', async () => {
  const id = await server.run(loopFlow('simulated/fast'), {})
  const follower = new Follower(`${server.url}/api/runs/${id}/events`)
  await follower.follow([][Symbol.iterator]())
  const again = await fetch(`${server.url}/api/runs/${id}/events`, { headers: { 'last-event-id': follower.lastId } })
  expect(again.status).toBe(204)
})
