import { z } from 'zod'
import { bodyLimits } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import type { Api, Method } from '../http/route.ts'

/** Calls of the contract that are not built yet: they say so, instead of looking like a wrong address. */
const calls: readonly (readonly [Method, string, string])[] = [
  ['post', '/api/runs/{id}/items/{path}', 'Adding items to a running pool is not there yet.'],
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
