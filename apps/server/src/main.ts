import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'

const app = new Hono()
app.get('/api/health', (c) => c.json({ ok: true }))
app.use(serveStatic({ root: new URL('../../editor/dist', import.meta.url).pathname }))

const port = Number(process.env.PORT ?? 4400)
const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () =>
  console.log(`Quorum is ready on http://127.0.0.1:${port}`),
)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.close(() => process.exit(0))
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}
