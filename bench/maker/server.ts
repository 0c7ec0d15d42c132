import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Value } from '@quorum/engine'
import type { Page } from '@quorum/nodes/maker'
import { templates } from '@quorum/nodes/templates'
import { type ServerProcess, startServer } from '../../apps/server/src/contract/serverProcess.ts'
import { n, quick, say, steps, within } from './lines.ts'
import { off } from './tower.ts'

const flow = templates.find(({ id }) => id === 'maker-hanoi')?.flow
const million = { disks: 20, p: 0.9978, v: 1, k: 3, t: 0.95, seed: 1 }
const residentMb = (pid: number | undefined): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

async function finished(server: ServerProcess, id: string) {
  for (;;) {
    const view = await server.view(id)
    if (view.endedAt !== null) return view
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Somebody looks on, as a browser does: the whole stream is read. */
async function lookOn({ url }: ServerProcess, id: string): Promise<void> {
  const { body } = await fetch(`${url}/api/runs/${id}/events`)
  for await (const _ of body ?? []);
}

/** B1 and B13: the real thing, watched. */
export async function throughTheServer(): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'quorum-maker-'))
  const server = await startServer(folder)
  const before = residentMb(server.process.pid)
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMb(server.process.pid))
  }, 50)
  const answers: number[] = []
  const asking = setInterval(async () => {
    const asked = performance.now()
    await server.get('/api/health').catch(() => null)
    answers.push(performance.now() - asked)
  }, 20)
  const own = monitorEventLoopDelay({ resolution: 10 })
  own.enable()
  const began = performance.now()
  const id = await server.run(flow, million)
  const watcher = lookOn(server, id)
  const view = await finished(server, id)
  await watcher
  const seconds = (performance.now() - began) / 1000
  clearInterval(watch)
  clearInterval(asking)
  const report = view.output?.report as Record<string, number | boolean>
  const votes = Number(report.votes)
  say('B1', '20 disks, p .9978, k 3: votes', n(votes), '3,159,627 ± 835', within(votes, 3_159_627, 835))
  say(
    'B1',
    'solved, wrong decisions',
    `${report.solved}, ${report.wrong}`,
    'true, 0',
    report.solved === true && report.wrong === 0,
  )
  let [compared, wrong, after] = [0, 0, 0]
  for (;;) {
    const log = await server.get<{ items: { seq: number; type: string; page?: Page }[] }>(
      `/api/runs/${id}/log?after=${after}&limit=200`,
    )
    for (const { type, page } of log.items) {
      if (type !== 'rounds.leapt' || !page) continue
      compared += page.actions.length / 3
      wrong += off(page)
    }
    after = log.items.at(-1)?.seq ?? after
    if (log.items.length < 200) break
  }
  say(
    'B1',
    'decisions on disk that differ from the closed form',
    `${wrong} of ${n(compared)}`,
    `0 of ${n(steps)}`,
    wrong === 0 && compared === steps,
  )
  say('B13', 'wall time, events and durable decisions on', `${seconds.toFixed(1)} s`, '≤ 60 s', seconds <= 60)
  say('B13', 'resident memory grew by', `${(peak - before).toFixed(0)} MB`, '≤ 50 MB', peak - before <= 50)
  await server.stop()
  const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) / 1e6
  say('B13', 'size of the data folder', `${size.toFixed(1)} MB`, '≤ 200 MB', size <= 200)
  answers.sort((a, b) => a - b)
  own.disable()
  const late = (own.percentile(99) / 1e6 - 10).toFixed(0)
  const p99 = answers[Math.floor(answers.length * 0.99)] ?? 0
  say(
    'B13',
    'API meanwhile, with somebody watching, 99th percentile',
    `${p99.toFixed(0)} ms (who asked was late by ${late} ms)`,
    '≤ 100 ms',
    p99 <= 100,
  )
  rmSync(folder, { recursive: true, force: true })
  return view.output?.report ?? null
}

/** B12: SIGKILL in the middle, then a new process on the same folder. */
export async function kills(expected: Value): Promise<void> {
  const times = quick ? 2 : 10
  let [same, slowest] = [0, 0]
  const points: string[] = []
  for (let i = 0; i < times; i++) {
    const folder = mkdtempSync(join(tmpdir(), 'quorum-maker-'))
    const first = await startServer(folder)
    const id = await first.run(flow, million)
    const at = ((i + 0.5) / times) * steps
    let done = 0
    while (done < at) {
      const view = await first.view(id)
      done = view.nodes.maker?.progress?.done ?? 0
      if (view.endedAt !== null) break
    }
    await first.kill()
    points.push(`${Math.round((100 * done) / steps)} %`)
    const began = performance.now()
    const second = await startServer(folder)
    await second.view(id)
    slowest = Math.max(slowest, performance.now() - began)
    const report = (await finished(second, id)).output?.report ?? null
    if (JSON.stringify(report) === JSON.stringify(expected)) same++
    await second.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  say(
    'B12',
    `killed at ${points.join(', ')}: the same final report`,
    `${same} of ${times}`,
    `${times} of ${times}`,
    same === times,
  )
  say(
    'B12',
    'slowest start to a view of the run after a kill',
    `${(slowest / 1000).toFixed(1)} s`,
    '≤ 10 s',
    slowest <= 10_000,
  )
}
