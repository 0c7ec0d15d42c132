import type { Context } from 'hono'
import { z } from 'zod'
import { invalid } from '../http/body.ts'
import type { AppEnv } from '../http/env.ts'
import { Problem } from '../http/problem.ts'
import { addressOf } from '../http/rateLimit.ts'
import type { Api } from '../http/route.ts'
import type { Deps } from './deps.ts'
import { noRun } from './runs.ts'

const tag = 'Live'
export const most = { streams: 1_200, perAddress: 100, runs: 50 }
const stream = {
  200: { description: 'snapshot, then patch, delta, ping, at last end', type: 'text/event-stream' },
  204: { description: 'There is nothing to come: EventSource stops' },
}
const after = { 'Last-Event-ID': 'The position the client has; continues from there. `?after` does the same.' }

export function eventRoutes(api: Api, { hub, config }: Deps): void {
  const places = createPlaces(most.streams, config.loopback ? most.streams : most.perAddress)

  async function open(
    c: Context<AppEnv>,
    positions: ReadonlyMap<string, number | null>,
    single: boolean,
  ): Promise<Response> {
    const leave = places.take(addressOf(c))
    if (leave === null)
      throw new Problem('unavailable', 'Too many live views are open. Close some, or poll the run.', { retryAfter: 10 })
    const { isLive: mayRead } = c.get('caller')
    const opened = await hub.stream(positions, { single, mayRead }).catch((error: unknown) => {
      leave()
      throw error
    })
    if (!('body' in opened)) {
      leave()
      if ('unknown' in opened) throw noRun()
      return c.body(null, 204)
    }
    const outgoing = c.env?.outgoing
    // Whoever left while it was being opened does not leave once more.
    if (outgoing && !outgoing.closed) outgoing.once('close', leave)
    else leave()
    return c.body(opened.body, 200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      // Told at once that it is a stream, the adapter does not wait for the first bytes to learn its length.
      'Transfer-Encoding': 'chunked',
    })
  }

  api.route(
    {
      method: 'get',
      path: '/api/runs/{id}/events',
      tag,
      summary: 'One run, live.',
      headers: after,
      query: z.object({ after: z.string().max(20).optional() }),
      answers: stream,
    },
    (c, { param, query }) =>
      open(c, new Map([[param('id'), seqOf(c.req.header('last-event-id') ?? query.after)]]), true),
  )
  api.route(
    {
      method: 'get',
      path: '/api/events',
      tag,
      summary:
        'Several runs on one connection. Data carries `run`, the id; changed fields of the run stand in `changes`. Ids are whole positions: `a:57,b:12`.',
      headers: after,
      query: z.object({
        runs: z.string().min(1, 'must name at least one run').max(5_000),
        after: z.string().max(5_000).optional(),
      }),
      answers: stream,
    },
    (c, { query }) => {
      const ids = [...new Set(query.runs.split(',').filter(Boolean))]
      if (ids.length === 0 || ids.length > most.runs) {
        throw invalid([{ code: 'invalid-value', message: `must name 1 to ${most.runs} runs`, path: 'runs' }])
      }
      const known = positionOf(c.req.header('last-event-id') ?? query.after)
      return open(c, new Map(ids.map((id) => [id, known.get(id) ?? null])), false)
    },
  )
}

/** So many in all and of each address. @returns how to give the place back, or null when there is none. */
export function createPlaces(all: number, each: number) {
  const taken = new Map<string, number>()
  let count = 0
  return {
    take(address: string): (() => void) | null {
      const mine = taken.get(address) ?? 0
      if (count >= all || mine >= each) return null
      count++
      taken.set(address, mine + 1)
      return () => {
        count--
        const left = (taken.get(address) ?? 1) - 1
        if (left > 0) taken.set(address, left)
        else taken.delete(address)
      }
    },
  }
}

/** What is not a position counts as "seen nothing": the client gets the whole view. */
const seqOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null

function positionOf(text: string | undefined): Map<string, number | null> {
  const parts = (text ?? '').split(',').map((part) => part.split(':'))
  return new Map(parts.flatMap(([id, seq]) => (id ? [[id, seqOf(seq)] as const] : [])))
}
