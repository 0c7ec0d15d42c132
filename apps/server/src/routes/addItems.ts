import type { Value } from '@quorum/engine'
import { z } from 'zod'
import { bodyLimits } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import type { Api } from '../http/route.ts'
import type { Deps } from './deps.ts'
import { noRun } from './runs.ts'
import { RunStatus } from './schemas.ts'

const Addition = z
  .strictObject({
    items: z.array(z.json()).max(10_000).optional().describe('Any number of items'),
    item: z.json().optional().describe('Or just one'),
    close: z.boolean().default(false).describe('These were the last: the pool ends once all is done'),
    key: z.string().min(1).max(255).optional().describe('What is sent again with the same key is added once'),
  })
  .refine(({ items, item }) => items === undefined || item === undefined, {
    message: 'give either items or item',
    path: ['item'],
  })
  .refine(({ items, item, close }) => items !== undefined || item !== undefined || close, {
    message: 'give items, an item, or close',
    path: ['items'],
  })

/** More work for a pool that takes some while it runs. */
export function addItemsRoute(api: Api, { runs, host }: Deps): void {
  api.route(
    {
      method: 'post',
      path: '/api/runs/{id}/items/{path}',
      tag: 'Steering a run',
      summary: 'Adds items to an open pool that is at work, or says that there will be no more.',
      headers: { 'Idempotency-Key': 'In place of `key` in the body' },
      body: { schema: Addition, maxBytes: bodyLimits.other },
      answers: {
        200: { description: 'The same key was used already', schema: z.object({ status: z.literal('duplicate') }) },
        202: { description: 'It is stored and will be worked on', schema: z.object({ status: RunStatus }) },
        409: { description: '`wrong-status`: no open pool is at work there, or it has been closed' },
        422: { description: '`invalid`: more than it takes, or tasks that wait for each other' },
      },
    },
    async (c, { param, body }) => {
      const id = param('id')
      const path = param('path')
      const flow = runs.flow(id)
      if (flow === null) throw noRun()
      const top = path.split(/[#/[]/)[0]
      if (!flow.nodes.some((node) => node.id === top))
        throw new Problem('not-found', `The flow of this run has no node “${top}”.`)
      const key = body.key ?? c.req.header('idempotency-key')
      const items = (body.items ?? (body.item === undefined ? [] : [body.item])) as Value[]
      const result = await host.add(id, path, { items, close: body.close, ...(key === undefined ? {} : { key }) })
      if (result === 'ok') return c.json({ status: (await host.view(id))?.status ?? 'running' }, 202)
      if (result === 'duplicate') return c.json({ status: 'duplicate' }, 200)
      if (result === 'refused')
        throw new Problem(
          'invalid',
          `“${path}” cannot take these: they are more than its “most items”, share an id, or wait for each other.`,
        )
      throw new Problem(
        'wrong-status',
        result === 'ended'
          ? 'The run has ended.'
          : `No open pool is at work at “${path}”. Only one whose items are “open” takes more, and not after it has been closed.`,
      )
    },
  )
}
