import type { Value } from '@quorum/engine'
import { z } from 'zod'
import { bodyLimits } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import type { Api } from '../http/route.ts'
import type { KeptResult } from '../store/keptResults.ts'
import type { Deps } from './deps.ts'
import { iso, listOf, Time } from './schemas.ts'

const tag = 'Flows'
const Kept = z.object({ nodeId: z.string(), value: z.unknown(), at: Time })
const most = 500

/** Results kept for the next runs: everybody who opens the flow sees the same. */
export function keptRoutes(api: Api, { flows, kept }: Deps): void {
  const exists = (id: string): void => {
    if (!flows.get(id)) throw new Problem('not-found', 'There is no such flow.')
  }
  api.route(
    {
      method: 'get',
      path: '/api/flows/{id}/kept',
      tag,
      summary: 'Results kept for the next runs. A run takes them if they are sent as its `pins`.',
      answers: { 200: { description: 'All of them', schema: listOf(Kept) } },
    },
    (c, { param }) => {
      exists(param('id'))
      return c.json({ items: kept.list(param('id')).map(shown), nextCursor: null })
    },
  )
  api.route(
    {
      method: 'put',
      path: '/api/flows/{id}/kept/{node}',
      tag,
      summary: 'Keeps a result of a step for the next runs.',
      body: { schema: z.strictObject({ value: z.json() }), maxBytes: bodyLimits.other },
      answers: { 200: { description: 'It is kept', schema: Kept } },
    },
    (c, { param, body }) => {
      exists(param('id'))
      if (param('node').length > 64) throw new Problem('not-found', 'No step has such a long name.')
      if (kept.count(param('id')) >= most)
        throw new Problem('too-large', `A workflow keeps up to ${most} results. Let some go first.`)
      return c.json(shown(kept.keep(param('id'), param('node'), body.value as Value)))
    },
  )
  api.route(
    {
      method: 'delete',
      path: '/api/flows/{id}/kept/{node}',
      tag,
      summary: 'Lets the step do its work again.',
      answers: { 204: { description: 'Done; also if nothing was kept' } },
    },
    (c, { param }) => {
      exists(param('id'))
      kept.letGo(param('id'), param('node'))
      return c.body(null, 204)
    },
  )
}

const shown = ({ at, ...rest }: KeptResult) => ({ ...rest, at: iso(at) })
