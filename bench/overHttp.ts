/** The same workloads started over HTTP on a real server, and what its clients feel while a long run is hot. */
import { mkdtempSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Flow, RunView } from '@quorum/engine'
import { flowOf } from '@quorum/engine/testing'
import { type ServerProcess, startServer } from '../apps/server/src/contract/serverProcess.ts'
import { frames } from '../apps/server/src/contract/sse.ts'
import { quantile } from './report.ts'
import { loop, workloads } from './workloads.ts'

export interface OverHttp {
  readonly workload: string
  readonly size: number
  readonly steps: number
  /** From the server's first event to its last, the best of three. */
  readonly ms: number
  /** From the request to the news of the end at the client. */
  readonly clientMs: number
}
/** One figure with what it stands for. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly goal: string
}

const ended = ({ status }: RunView): boolean => status === 'completed' || status === 'failed'
const longest = 10_000

export async function overHttp(folder: string, largest: number): Promise<{ rates: OverHttp[]; figures: Figure[] }> {
  const data = mkdtempSync(join(folder, 'http-'))
  const server = await startServer(data)
  const rates: OverHttp[] = []
  const figures: Figure[] = []
  try {
    for (const workload of workloads)
      for (const size of workload.sizes)
        if (workload.overHttp && size <= largest && workload.flow(1).nodes.length + size <= longest + 3 * size) {
          const flow = workload.flow(size)
          if (flow.nodes.length > longest || (workload.input(size)?.length ?? 0) > 100_000) continue
          rates.push(await rate(server, { ...workload, size, flow }))
        }
    figures.push(...(await latencies(server)), ...(await whileHot(server, 1_000)))
  } finally {
    await server.stop()
  }
  figures.push(await killed(mkdtempSync(join(folder, 'kill-')), largest))
  return { rates, figures }
}

type Rated = (typeof workloads)[number] & { readonly size: number }

async function rate(
  server: ServerProcess,
  { size, flow, ...workload }: Omit<Rated, 'flow'> & { flow: Flow },
): Promise<OverHttp> {
  let best = { ms: Number.POSITIVE_INFINITY, clientMs: Number.POSITIVE_INFINITY }
  const input = workload.input(size)
  const { id: flowId } = await server.post<{ id: string }>('/api/flows', flow)
  for (let time = 0; time < 3; time++) {
    const started = performance.now()
    // Long inputs are taken only beside a flow.
    const body = input === null ? { flowId } : { flow, input }
    const views = await Promise.all(
      Array.from({ length: workload.runs(size) }, async () => {
        const { id } = await server.post<{ id: string }>('/api/runs', body)
        return server.until(id, ended)
      }),
    )
    const clientMs = performance.now() - started
    const at = (field: 'startedAt' | 'endedAt') => views.map((view) => Date.parse(view[field] ?? ''))
    const ms = Math.max(1, Math.max(...at('endedAt')) - Math.min(...at('startedAt')))
    best = { ms: Math.min(best.ms, ms), clientMs: Math.min(best.clientMs, clientMs) }
  }
  return { workload: workload.name, size, steps: workload.steps(size), ...best }
}

/** How long it takes until a run has started, and until its end is told. */
async function latencies(server: ServerProcess): Promise<Figure[]> {
  const flow = flowOf({ a: 'fork', b: 'fork', c: 'fork', d: 'fork', e: 'fork' }, ['a>b', 'b>c', 'c>d', 'd>e'])
  const { id: flowId } = await server.post<{ id: string }>('/api/flows', flow)
  const starts: number[] = []
  const ends: number[] = []
  const asked = flowOf({ ok: 'approval', after: 'fork' }, ['ok.approved>after'])
  const news: number[] = []
  for (let time = 0; time < 60; time++) {
    const started = performance.now()
    const { id } = await server.post<{ id: string }>('/api/runs', { flowId })
    starts.push(performance.now() - started)
    await server.until(id, ended)
    ends.push(performance.now() - started)
  }
  for (let time = 0; time < 20; time++) {
    const id = await server.run(asked)
    await server.until(id, (view) => view.waitingFor.length > 0)
    const response = await fetch(`${server.url}/api/runs/${id}/events`)
    const reader = frames(response)
    await reader.next()
    const sent = performance.now()
    await server.post(`/api/runs/${id}/signals/ok`, { decision: 'approve' })
    for await (const { event } of reader) if (event === 'end') break
    news.push(performance.now() - sent)
  }
  return [
    { what: 'start of a run, request to answer, p50', value: quantile(starts, 0.5), unit: 'ms', goal: '' },
    { what: 'start of a run, request to answer, p99', value: quantile(starts, 0.99), unit: 'ms', goal: '' },
    {
      what: 'run of five pure nodes, request to end at the client, p50',
      value: quantile(ends, 0.5),
      unit: 'ms',
      goal: '',
    },
    { what: 'answer of a person to its effect on the stream, p50', value: quantile(news, 0.5), unit: 'ms', goal: '' },
  ]
}

/** More than any machine of today does in the time that is measured. */
const endless = 10_000_000

/** Requests every few ms while a run of millions of steps is hot and `watchers` clients follow it. */
async function whileHot(server: ServerProcess, watchers: number): Promise<Figure[]> {
  const { id: flowId } = await server.post<{ id: string }>('/api/flows', loop(endless, 'fork'))
  const small = await server.post<{ id: string }>('/api/flows', flowOf({ a: 'fork' }, []))
  const { id } = await server.post<{ id: string }>('/api/runs', { flowId })
  const alone = await progress(server, id)
  const agent = new Agent({ keepAlive: true, maxSockets: watchers })
  let bytes = 0
  const requests = Array.from({ length: watchers }, () =>
    get(`${server.url}/api/runs/${id}/events`, { agent }, (response) => {
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.on('error', () => undefined)
    }).on('error', () => undefined),
  )
  await setTimeout(2_000)
  const took: number[] = []
  const before = await counted(server, id)
  const from = performance.now()
  for (let asked = 0; performance.now() - from < 10_000; asked++) {
    const path = ['/api/flows', `/api/runs/${id}`, `/api/runs/${id}/log?limit=50`, '/api/health', '/api/runs'][
      asked % 5
    ]
    const started = performance.now()
    if (asked % 7 === 6) await server.post('/api/runs', { flowId: small.id })
    else await server.get(path as string)
    took.push(performance.now() - started)
    await setTimeout(5)
  }
  const watched = ((await counted(server, id)) - before) / ((performance.now() - from) / 1_000)
  const { status } = await server.view(id)
  if (status !== 'running') throw new Error(`The run was ${status} before all was measured: there was nothing hot.`)
  const { rss } = await memory(server)
  await server.post(`/api/runs/${id}/cancel`, {}).catch(() => undefined)
  for (const request of requests) request.destroy()
  agent.destroy()
  return [
    {
      what: `API while a run is hot and ${watchers} clients watch it, p50`,
      value: quantile(took, 0.5),
      unit: 'ms',
      goal: '',
    },
    {
      what: `API while a run is hot and ${watchers} clients watch it, p99`,
      value: quantile(took, 0.99),
      unit: 'ms',
      goal: '≤ 100 · 30',
    },
    { what: 'the hot run, rounds per second alone', value: alone, unit: '/s', goal: '' },
    {
      what: 'the hot run, rounds per second watched',
      value: watched,
      unit: '/s',
      goal: `≥ ${Math.round(alone * 0.8)}`,
    },
    { what: 'memory of the server then', value: rss, unit: 'MiB', goal: '' },
    { what: 'bytes streamed to all', value: bytes / 1e6, unit: 'MB', goal: '' },
  ]
}

const counted = async (server: ServerProcess, id: string): Promise<number> =>
  (await server.view(id)).nodes.l?.round ?? 0

async function progress(server: ServerProcess, id: string): Promise<number> {
  await setTimeout(1_000)
  const [before, from] = [await counted(server, id), performance.now()]
  await setTimeout(4_000)
  return ((await counted(server, id)) - before) / ((performance.now() - from) / 1_000)
}

async function memory(server: ServerProcess): Promise<{ rss: number }> {
  const { readFile } = await import('node:fs/promises')
  const status = await readFile(`/proc/${server.process.pid}/status`, 'utf8').catch(() => '')
  return { rss: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1_024 }
}

/** SIGKILL in the middle of a hot run: how many steps a client had been told of and the log does not have. Must be 0. */
async function killed(data: string, largest: number): Promise<Figure> {
  const first = await startServer(data)
  const { id: flowId } = await first.post<{ id: string }>('/api/flows', loop(Math.max(largest, 100_000) * 5, 'fork'))
  const { id } = await first.post<{ id: string }>('/api/runs', { flowId })
  const told = await first.until(id, (view) => (view.nodes.l?.round ?? 0) > 20_000)
  await first.kill()
  const second = await startServer(data)
  try {
    const { items } = await second.get<{ items: { seq: number }[] }>(
      `/api/runs/${id}/log?after=${told.seq - 1}&limit=1`,
    )
    const kept = items[0]?.seq === told.seq ? 0 : told.seq
    const goesOn = (await second.view(id)).seq >= told.seq
    return { what: 'acknowledged steps lost by a kill', value: goesOn ? kept : told.seq, unit: '', goal: '0' }
  } finally {
    await second.kill()
  }
}
