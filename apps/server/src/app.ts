import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { requireToken, signInRoutes } from './http/auth.ts'
import { docsPage } from './http/docsPage.ts'
import type { EditorFiles } from './http/editorFiles.ts'
import type { AppEnv } from './http/env.ts'
import { secureHeaders } from './http/headers.ts'
import { openApiDocument } from './http/openapi.ts'
import { Problem, sendProblem } from './http/problem.ts'
import { createRateLimit } from './http/rateLimit.ts'
import { guardReach } from './http/reach.ts'
import { createApi, type RouteSpec } from './http/route.ts'
import type { Sessions } from './http/sessions.ts'
import { accessRoutes } from './routes/access.ts'
import { addItemsRoute } from './routes/addItems.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { credentialRoutes } from './routes/credentials.ts'
import type { Deps } from './routes/deps.ts'
import { estimateRoutes } from './routes/estimate.ts'
import { eventRoutes } from './routes/events.ts'
import { exchangeRoutes } from './routes/exchange.ts'
import { fileRoutes } from './routes/files.ts'
import { flowRoutes } from './routes/flows.ts'
import { historyRoutes } from './routes/history.ts'
import { keptRoutes } from './routes/kept.ts'
import { mcpRoutes } from './routes/mcp.ts'
import { operationsRoutes } from './routes/operations.ts'
import { runControlRoutes } from './routes/runControl.ts'
import { runDetailRoutes } from './routes/runDetail.ts'
import { runRoutes } from './routes/runs.ts'
import { settingsRoutes } from './routes/settings.ts'
import { testSetRoutes } from './routes/testSets.ts'
import { uploadRoutes } from './routes/uploads.ts'
import { wizardRoutes } from './routes/wizard.ts'

export interface AppParts {
  readonly deps: Deps
  /** Null when no token is set. */
  readonly sessions: Sessions | null
  readonly editor: EditorFiles
  readonly version: string
  /** The port we listen on. */
  readonly port: () => number
}

/** The whole HTTP side. The order matters: headers, reach, identity, routes. */
export function createApp({ deps, sessions, editor, version, port }: AppParts): {
  app: Hono<AppEnv>
  specs: readonly RouteSpec[]
} {
  const app = new Hono<AppEnv>()
  const { config, redact, logger } = deps
  app.use(deps.observer.request)
  app.onError((error, c) => {
    if (error instanceof Problem) return sendProblem(c, error, redact)
    if (error instanceof HTTPException) return sendProblem(c, new Problem('bad-request', error.message), redact)
    return sendProblem(
      c,
      unexpected(error, (what) => logger.bug(what, error, { request: c.get('requestId') ?? '' })),
      redact,
    )
  })
  app.use(secureHeaders)
  app.use(guardReach(config, port))
  app.use(requireToken(sessions, deps.apiTokens, (path) => editor.has(path)))
  if (!config.loopback) {
    const limit = createRateLimit(600)
    app.use('/api/*', (c, next) => {
      limit(c)
      return next()
    })
  }

  const api = createApi(app, deps.audit)
  operationsRoutes(api, deps)
  catalogueRoutes(api, deps, version, performance.now())
  flowRoutes(api, deps)
  runRoutes(api, deps)
  runDetailRoutes(api, deps)
  historyRoutes(api, deps)
  runControlRoutes(api, deps)
  eventRoutes(api, deps)
  settingsRoutes(api, deps)
  credentialRoutes(api, deps)
  accessRoutes(api, deps)
  fileRoutes(api, deps)
  uploadRoutes(api, deps)
  keptRoutes(api, deps)
  mcpRoutes(api, deps)
  wizardRoutes(api)
  estimateRoutes(api, deps)
  testSetRoutes(api, deps)
  exchangeRoutes(api, deps)
  signInRoutes(app, config, sessions, deps.audit)
  addItemsRoute(api, deps)

  let document: object | undefined
  const openapi = (): object => {
    document ??= openApiDocument(api.specs, version)
    return document
  }
  app.get('/api/openapi.json', (c) => c.json(openapi()))
  app.get('/api/docs', (c) => c.html(docsPage(c.get('nonce'), api.specs, openapi())))

  app.all('/api/*', (c) => {
    throw new Problem('not-found', `There is no ${c.req.method} ${c.req.path}. /api/docs lists what there is.`)
  })
  app.get('/*', (c) => {
    const file = editor.serve(c, c.req.path)
    if (file !== null) return file
    // A missing asset must not be answered with a page: a browser would keep it under the asset's name.
    if (c.req.path.startsWith('/assets/')) throw new Problem('not-found', 'There is no such file.')
    return editor.index(c) ?? c.text('The editor is not built yet. Run "npm start", or "pnpm build" and reload.', 503)
  })
  app.notFound((c) => sendProblem(c, new Problem('not-found', `There is no ${c.req.method} ${c.req.path}.`), redact))
  return { app, specs: api.specs }
}

/** Storage trouble has words of its own; everything else is a bug of ours, told to the operator only (SECURITY S25). */
function unexpected(error: unknown, report: (what: string) => void): Problem {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  report('a request failed')
  if (code === 'SQLITE_FULL')
    return new Problem('storage-full', 'The disk of the server is full, so nothing was saved. Make room and try again.')
  if (code.startsWith('SQLITE_BUSY'))
    return new Problem('unavailable', 'The database is busy. Try again in a moment.', { retryAfter: 1 })
  return new Problem('internal', 'This is a fault of Quorum. The log of the server says more.')
}
