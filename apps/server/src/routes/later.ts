import { z } from 'zod'
import { bodyLimits } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import type { Api, Method } from '../http/route.ts'

/** Calls of the contract that are not built yet: they say so, instead of looking like a wrong address. */
const calls: readonly (readonly [Method, string, string])[] = [
  ['get', '/api/wizard', 'The pattern chooser is not there yet.'],
  ['post', '/api/estimate', 'Estimates are not there yet.'],
  ['post', '/api/import', 'Import is not there yet. Flow files of Quorum can be posted to /api/flows.'],
  ['get', '/api/flows/{id}/export', 'Export is not there yet. GET the flow: its `flow` is the flow file.'],
  ['post', '/api/runs/{id}/items/{path}', 'Adding items to a running pool is not there yet.'],
  ['get', '/api/credentials', 'Stored credentials are not there yet. Set keys as environment variables.'],
  ['put', '/api/credentials/{id}', 'Stored credentials are not there yet. Set keys as environment variables.'],
  ['delete', '/api/credentials/{id}', 'Stored credentials are not there yet. Set keys as environment variables.'],
  ['get', '/api/settings', 'Settings are not there yet. They are environment variables of the server.'],
  ['put', '/api/settings', 'Settings are not there yet. They are environment variables of the server.'],
]

export function laterRoutes(api: Api): void {
  for (const [method, path, sentence] of calls) {
    const body =
      method === 'get' || method === 'delete'
        ? {}
        : { body: { schema: z.unknown(), maxBytes: bodyLimits.other, optional: true } }
    api.route(
      {
        method,
        path,
        tag: 'Later',
        summary: sentence,
        ...body,
        answers: { 501: { description: '`not-implemented`' } },
      },
      () => {
        throw new Problem('not-implemented', sentence)
      },
    )
  }
}
