import { setTimeout as sleep } from 'node:timers/promises'
import { agentPoolFlow, approvalFlow, councilFlow, fanOutFlow, loopFlow, raceFlow } from './flows.ts'
import { type AskedCall, type ModelEndpoint, startModelEndpoint } from './modelEndpoint.ts'
import { ended, launch, type ServerProcess, startServer } from './serverProcess.ts'

/** What the kills did, and what they must not have done: every list must be empty. */
export interface Figures {
  readonly kills: number
  readonly killsWhileStarting: number
  readonly runs: number
  readonly saves: number
  readonly approvals: number
  readonly calls: number
  /** Answers in the logs. */
  readonly recorded: number
  /** Calls made again because no answer to them was in the log. */
  readonly repeats: number
  /** Calls that were made and not recorded when the server was killed, over all kills. */
  readonly inFlightAtKills: number
  readonly slowestStartMs: number
  readonly lostSaves: readonly string[]
  readonly lostRuns: readonly string[]
  readonly lostApprovals: readonly string[]
  readonly askedThoughRecorded: readonly string[]
  readonly askedTwiceByOneServer: readonly string[]
  readonly recordedTwice: readonly string[]
  readonly notEnded: readonly string[]
}

const model = 'local/any'
const works = [
  () => [fanOutFlow(model, 6), {}],
  () => [councilFlow(model), { question: 'Is it safe?' }],
  () => [agentPoolFlow(model, 8), {}],
  () => [loopFlow(model), {}],
  () => [approvalFlow(model), {}],
  () => [raceFlow(model), {}],
] as const

interface Saved {
  readonly id: string
  readonly revision: number
  /** With a refusal: what is there. */
  readonly current?: { readonly revision: number }
}

/** What the outside world knows: all of it was acknowledged. */
class Client {
  readonly runs: string[] = []
  readonly approved = new Set<string>()
  saves = 0
  acknowledged: { id: string; revision: number; name: string } | null = null
  #on = true

  stop(): void {
    this.#on = false
  }

  /** Saves, starts runs and approves, as fast as the server answers, until it is gone. */
  async use(server: ServerProcess, begin: number): Promise<void> {
    this.#on = true
    await Promise.all([this.#saveAll(server), this.#startRuns(server, begin), this.#approveAll(server)])
  }

  async #saveAll(server: ServerProcess): Promise<void> {
    for (; this.#on; await sleep(5)) {
      const before = this.acknowledged
      const name = `save ${this.saves + 1}`
      const body = JSON.stringify({ ...fanOutFlow(model, 2), name })
      const headers = { 'content-type': 'application/json', ...(before ? { 'if-match': `"${before.revision}"` } : {}) }
      const path = before ? `/api/flows/${before.id}` : '/api/flows'
      const answer = await fetch(server.url + path, { method: before ? 'PUT' : 'POST', headers, body }).catch(
        () => null,
      )
      if (answer === null) return
      const stored = (await answer.json().catch(() => null)) as Saved | null
      if (stored === null) return
      if (answer.ok) {
        this.acknowledged = { id: stored.id, revision: stored.revision, name }
        this.saves++
      } else if (answer.status === 412 && before) {
        // Saved, and killed before it could say so.
        this.acknowledged = { ...before, revision: stored.current?.revision ?? before.revision + 1, name: '' }
      } else throw new Error(`a save got ${answer.status}: ${JSON.stringify(stored)}`)
    }
  }

  async #startRuns(server: ServerProcess, begin: number): Promise<void> {
    for (const at of [begin, begin + 1]) {
      const [flow, input] = (works[at % works.length] as (typeof works)[number])()
      const id = await server.run(flow, input).catch(() => null)
      if (id === null) return
      this.runs.push(id)
    }
  }

  async #approveAll(server: ServerProcess): Promise<void> {
    for (; this.#on; await sleep(30))
      for (const id of this.runs.slice(-12)) {
        const view = await server.view(id).catch(() => null)
        if (view === null) return
        for (const { path, kind } of view.waitingFor)
          for (const by of ['ann', 'ben']) {
            if (kind !== 'approval' || this.approved.has(`${id} ${path} ${by}`)) continue
            const said = await server.post(`/api/runs/${id}/signals/${path}`, { decision: 'approve', by }).catch(gone)
            if (said) this.approved.add(`${id} ${path} ${by}`)
          }
      }
  }
}

/** A refusal is none of the client's business here; a server that is gone ends what it was doing. */
const gone = (): null => null

/** Numbers from 0 to below `most`, the same for the same seed. */
function dice(seed: number): (most: number) => number {
  let state = seed >>> 0 || 1
  return (most) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % most
  }
}

/** Runs a real server on a real file with a model behind real HTTP, and kills it again and again. */
export async function killAndRun(plan: { data: string; kills: number; seed: number }): Promise<Figures> {
  const roll = dice(plan.seed)
  const endpoint = await startModelEndpoint(undefined, () => 5 + roll(60))
  const env = { QUORUM_MODEL_URL: endpoint.url }
  const client = new Client()
  const killedAt: number[] = []
  const lostSaves: string[] = []
  let slowestStartMs = 0
  let killsWhileStarting = 0
  try {
    while (killedAt.length < plan.kills) {
      if (roll(5) === 0) {
        const child = launch(plan.data, env)
        const over = new Promise((resolve) => child.once('exit', resolve))
        await sleep(50 + roll(900))
        child.kill('SIGKILL')
        await over
        killedAt.push(Date.now())
        killsWhileStarting++
        continue
      }
      const before = Date.now()
      const server = await startServer(plan.data, env)
      slowestStartMs = Math.max(slowestStartMs, Date.now() - before)
      lostSaves.push(...(await missingSave(server, client)))
      const using = client.use(server, killedAt.length * 2)
      await sleep(roll(500))
      await server.kill()
      killedAt.push(Date.now())
      client.stop()
      await using
    }
    const server = await startServer(plan.data, env)
    lostSaves.push(...(await missingSave(server, client)))
    const judged = await judge(server, client, endpoint, killedAt)
    await server.stop()
    return {
      kills: killedAt.length,
      killsWhileStarting,
      runs: client.runs.length,
      saves: client.saves,
      approvals: client.approved.size,
      slowestStartMs,
      lostSaves,
      ...judged,
    }
  } finally {
    await endpoint.close()
  }
}

async function missingSave(server: ServerProcess, { acknowledged }: Client): Promise<string[]> {
  if (acknowledged === null) return []
  const { revision, flow } = await server.get<{ revision: number; flow: { name: string } }>(
    `/api/flows/${acknowledged.id}`,
  )
  const kept =
    revision > acknowledged.revision ||
    (revision === acknowledged.revision && (acknowledged.name === '' || flow.name === acknowledged.name))
  return kept ? [] : [`revision ${acknowledged.revision} “${acknowledged.name}”, but the server has ${revision}`]
}

/** Lets every run end, and compares what the log says with what the model's ledger says. */
async function judge(server: ServerProcess, client: Client, endpoint: ModelEndpoint, killedAt: readonly number[]) {
  const lostRuns: string[] = []
  const lostApprovals: string[] = []
  const notEnded: string[] = []
  const recordedAt = new Map<string, number>()
  const recordedTwice: string[] = []
  for (const id of client.runs) {
    const found = await server.view(id).catch(() => null)
    if (found === null) {
      lostRuns.push(id)
      continue
    }
    const said = new Set([...client.approved].filter((one) => one.startsWith(`${id} `)))
    if (!ended(found)) {
      for (const by of ['ann', 'ben'])
        if (said.has(`${id} ok ${by}`)) {
          const again = await fetch(`${server.url}/api/runs/${id}/signals/ok`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ decision: 'approve', by }),
          })
          // It counted already: a duplicate, or the step has ended.
          if (again.status !== 200 && again.status !== 409) lostApprovals.push(`${id} ok ${by}: ${again.status}`)
        }
      const approving = new AbortController()
      void approveUntil(server, id, approving.signal)
      const view = await server.until(id, ended).catch(() => null)
      approving.abort()
      if (view === null) notEnded.push(id)
    }
    for (const event of await logOf(server, id)) {
      if (event.type !== 'step.completed') continue
      const key = event.key === 'answer' ? `${id}/${event.path}` : `${id}/${event.path}/${event.key}`
      if (recordedAt.has(key)) recordedTwice.push(key)
      recordedAt.set(key, Date.parse(event.at))
    }
  }
  const asks = new Map<string, AskedCall[]>()
  for (const call of endpoint.calls) asks.set(call.key, [...(asks.get(call.key) ?? []), call])
  const epoch = (at: number) => killedAt.filter((kill) => kill <= at).length
  const askedThoughRecorded: string[] = []
  const askedTwiceByOneServer: string[] = []
  let repeats = 0
  for (const [key, calls] of asks) {
    const recorded = recordedAt.get(key.slice(0, key.lastIndexOf('/')))
    if (recorded !== undefined && calls.some(({ askedAt }) => askedAt > recorded)) askedThoughRecorded.push(key)
    if (new Set(calls.map(({ askedAt }) => epoch(askedAt))).size < calls.length) askedTwiceByOneServer.push(key)
    repeats += calls.length - 1
  }
  const inFlightAtKills = killedAt.reduce((sum, kill, index) => {
    const startedAt = killedAt[index - 1] ?? 0
    const open = [...asks].filter(([key, calls]) => {
      const recorded = recordedAt.get(key.slice(0, key.lastIndexOf('/')))
      return (
        calls.some(({ askedAt }) => askedAt > startedAt && askedAt <= kill) &&
        (recorded === undefined || recorded > kill)
      )
    })
    return sum + open.length
  }, 0)
  return {
    calls: endpoint.calls.length,
    recorded: recordedAt.size,
    repeats,
    inFlightAtKills,
    lostRuns,
    lostApprovals,
    notEnded,
    recordedTwice,
    askedThoughRecorded,
    askedTwiceByOneServer,
  }
}

async function approveUntil(server: ServerProcess, id: string, signal: AbortSignal): Promise<void> {
  for (; !signal.aborted; await sleep(50)) {
    const view = await server.view(id).catch(gone)
    for (const { path, kind } of view?.waitingFor ?? [])
      if (kind === 'approval')
        for (const by of ['ann', 'ben'])
          await server.post(`/api/runs/${id}/signals/${path}`, { decision: 'approve', by }).catch(gone)
  }
}

/** An entry of the log as the API gives it: the time is a text. */
interface Entry {
  readonly seq: number
  readonly at: string
  readonly type: string
  readonly path?: string
  readonly key?: string
}

async function logOf(server: ServerProcess, id: string): Promise<Entry[]> {
  const events: Entry[] = []
  for (let after = 0; ; ) {
    const { items } = await server.get<{ items: Entry[] }>(`/api/runs/${id}/log?limit=200&after=${after}`)
    if (items.length === 0) return events
    events.push(...items)
    after = items.at(-1)?.seq ?? after
  }
}
