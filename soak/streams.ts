/**
 * `node soak/streams.ts [clients] [slow]`: a real server, a run that streams, 1,000 clients that watch it and some that never
 * read (SECURITY T7, T8). Says how far behind the clients were and how much memory the server took, and fails beyond the
 * limits: no client loses an event, nobody else waits a second, and whoever reads nothing costs no more than 1 MiB.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, get, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '../apps/server/src/contract/serverProcess.ts'

const [clients = 1_000, slow = 100] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'quorum-streams-'))
const server = await startServer(folder)
const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })

const figures = async (): Promise<{ readonly mb: number; readonly lagMs: number; readonly streams: number }> => {
  // A kept connection may be closed by the server in the very moment in which it is used again.
  const text = await fetch(`${server.url}/metrics`)
    .catch(() => fetch(`${server.url}/metrics`))
    .then((response) => response.text())
  const of = (name: string): number => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
  return {
    mb: of('process_resident_memory_bytes') / 1e6,
    lagMs: of('nodejs_eventloop_lag_p99_seconds') * 1_000,
    streams: of('quorum_live_views'),
  }
}

const items = 80
const flow = {
  format: 'quorum.flow/1',
  name: 'A run to watch',
  settings: { concurrency: 20 },
  nodes: [
    { id: 'q', kind: 'input', params: {}, position: { x: 0, y: 0 } },
    { id: 'go', kind: 'approval', params: { message: 'Is everybody watching?' }, position: { x: 0, y: 1 } },
    {
      id: 'list',
      kind: 'code',
      params: { source: `export default () => Array.from({ length: ${items} }, (_, i) => i)` },
      position: { x: 1, y: 0 },
    },
    { id: 'p', kind: 'pool', params: { concurrency: 20 }, position: { x: 2, y: 0 } },
    {
      id: 'w',
      kind: 'agent',
      parent: 'p',
      params: { model: 'simulated/standard?latencyMs=300&tokensPerSecond=80' },
      position: { x: 0, y: 0 },
    },
    { id: 'out', kind: 'output', params: {}, position: { x: 3, y: 0 } },
  ],
  edges: [
    { id: '0', source: 'q', target: 'go' },
    { id: '1', source: 'go', sourcePort: 'approved', target: 'list' },
    { id: '2', source: 'list', target: 'p' },
    { id: '3', source: 'p', target: 'out' },
  ],
}

/** Reads everything and keeps the position of the last event. */
const watch = (id: string) => {
  const connected = Promise.withResolvers<void>()
  const client = { seq: 0, bytes: 0, connected: connected.promise, ended: Promise.resolve() }
  client.ended = new Promise((resolve, reject) => {
    get(`${server.url}/api/runs/${id}/events`, { agent }, (response: IncomingMessage) => {
      let line = ''
      connected.resolve()
      response.on('data', (chunk: Buffer) => {
        client.bytes += chunk.length
        const lines = (line + chunk.toString('latin1')).split('\n')
        line = lines.pop() ?? ''
        for (const one of lines) if (one.startsWith('id: ')) client.seq = Number(one.slice(4))
      })
      response.on('end', resolve)
      response.on('error', reject)
    }).on('error', reject)
  })
  return client
}

/** Asks and never reads. */
const stall = (id: string): Socket => {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.write(`GET /api/runs/${id}/events HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`)
  socket.pause()
  socket.on('error', () => undefined)
  return socket
}

let failed = false
const say = (what: string, value: string, good: boolean): void => {
  if (!good) failed = true
  console.log(`${good ? 'ok  ' : 'FAIL'} ${what}: ${value}`)
}
try {
  const before = await figures()
  const id = await server.run(flow, {})
  const watching = Array.from({ length: clients }, () => watch(id))
  const stalled = Array.from({ length: slow }, () => stall(id))
  let most = before.mb
  let lag = 0
  const done = Promise.all(watching.map(({ ended }) => ended)).then(() => true)
  await Promise.all(watching.map(({ connected }) => connected))
  const { streams } = await figures()
  const from = performance.now()
  await server.post(`/api/runs/${id}/signals/go`, { decision: 'approve' })
  while (!(await Promise.race([done, sleep(1_000, false)]))) {
    const now = await figures()
    most = Math.max(most, now.mb)
    lag = Math.max(lag, now.lagMs)
  }
  const view = await server.view(id)
  const late = watching.filter(({ seq }) => seq < view.seq)
  say('run', `${view.status} after ${((performance.now() - from) / 1_000).toFixed(1)} s`, view.status === 'completed')
  say('open streams at once', String(streams), streams >= clients)
  say('clients that missed the end', String(late.length), late.length === 0)
  say('bytes to each', `${Math.round(watching.reduce((sum, { bytes }) => sum + bytes, 0) / clients / 1_000)} kB`, true)
  // 1 MiB for each that does not read, and 100 MB for the others.
  const bound = 100 + slow * 1.05
  say(
    'memory',
    `${Math.round(before.mb)} MB before, ${Math.round(most)} MB at most (may grow by ${Math.round(bound)})`,
    most - before.mb <= bound,
  )
  say('delay of the event loop, p99 of the worst second', `${lag.toFixed(0)} ms (at most 1,000)`, lag <= 1_000)
  for (const socket of stalled) socket.destroy()
} finally {
  agent.destroy()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)
