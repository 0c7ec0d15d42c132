import { z } from 'zod'
import { Problem } from '../http/problem.ts'
import type { Api } from '../http/route.ts'
import type { Deps } from './deps.ts'

/** For whoever runs the server: is it ready, and how is it doing. */
export function operationsRoutes(api: Api, { host, hub, observer, stopping }: Deps): void {
  api.route(
    {
      method: 'get',
      path: '/api/ready',
      tag: 'Server',
      summary: 'May work be sent here? Never needs a token.',
      answers: {
        200: { description: 'Yes', schema: z.object({ status: z.literal('ready') }) },
        503: { description: '`unavailable`: it is stopping, or nothing can be written' },
      },
    },
    (c) => {
      const stalled = host.stalled()
      if (stopping()) throw new Problem('unavailable', 'The server is stopping.', { retryAfter: 5 })
      if (stalled !== null) throw new Problem('unavailable', stalled, { retryAfter: 5 })
      return c.json({ status: 'ready' })
    },
  )
  api.route(
    {
      method: 'get',
      path: '/metrics',
      tag: 'Server',
      summary: 'Numbers for Prometheus.',
      answers: { 200: { description: 'In the text format, version 0.0.4', type: 'text/plain' } },
    },
    (c) => {
      const now = {
        active: host.active(),
        queued: host.queued(),
        streams: hub.streams(),
        stalled: host.stalled() !== null,
      }
      return c.body(observer.text(now), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
    },
  )
}
