import type { Flow, RunSource, Value } from '@quorum/engine'
import { z } from 'zod'
import type { Api } from '../http/route.ts'
import type { Deps } from './deps.ts'
import { noRun } from './runs.ts'

const pageEvents = 1_000
const type = 'application/x-ndjson; charset=utf-8'

/** What a fold of the log needs, line by line: a run is replayed where it is looked at. */
export function historyRoutes(api: Api, { runs, redact }: Deps): void {
  api.route(
    {
      method: 'get',
      path: '/api/runs/{id}/history',
      tag: 'Run details',
      summary: 'The record of the run, then every event, one JSON a line; times in epoch ms.',
      query: z.object({ after: z.coerce.number('must be a seq').int().min(0).default(0) }),
      answers: { 200: { description: 'With `after` only the events behind it, without the record', type } },
    },
    (c, { param, query }) => {
      const id = param('id')
      const row = runs.row(id)
      const flow = runs.flow(id)
      if (row === undefined || flow === null) throw noRun()
      const { flowId, revision, seed, model } = row
      const record = {
        ...{ id, flowId, revision, flow, seed, model },
        input: JSON.parse(row.input) as Value,
        source: row.source === null ? null : (JSON.parse(row.source) as RunSource),
        callees: row.callees === null ? {} : (JSON.parse(row.callees) as Record<string, Flow>),
      }
      let after = query.after
      let first = after === 0
      const encoder = new TextEncoder()
      const lines = new ReadableStream({
        // A page at a time, as it is read: a long log is never in memory as a whole.
        pull(controller) {
          const events = runs.events(id, after, pageEvents)
          const text = [...(first ? [record] : []), ...events]
            .map((line) => `${redact(JSON.stringify(line))}\n`)
            .join('')
          first = false
          if (text) controller.enqueue(encoder.encode(text))
          after = events.at(-1)?.seq ?? after
          if (events.length < pageEvents) controller.close()
        },
      })
      return c.body(lines, 200, { 'Content-Type': type, 'Transfer-Encoding': 'chunked' })
    },
  )
}
