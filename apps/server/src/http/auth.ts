import type { Context, Hono, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Config } from '../config.ts'
import type { ApiTokens } from '../store/apiTokens.ts'
import type { Audit } from '../store/audit.ts'
import { readText } from './body.ts'
import type { AppEnv, Caller } from './env.ts'
import { Problem } from './problem.ts'
import { addressOf, createRateLimit } from './rateLimit.ts'
import type { Sessions } from './sessions.ts'
import { signInPage } from './signInPage.ts'

const cookie = 'quorum_session'

/** Exact routes that need no token; everything else does (SECURITY S5). */
export const openRoutes = ['GET /api/health', 'GET /api/ready', 'GET /sign-in', 'POST /sign-in'] as const

const everything = { scope: 'admin', session: null, isLive: () => true } as const
const nobody: Caller = { who: 'nobody', scope: 'read', session: null, isLive: () => false }
const noToken = (): Problem =>
  new Problem('unauthorized', 'Send the token as "Authorization: Bearer …", or sign in at /sign-in.')

/**
 * `sessions` is null when no token is set: then everybody who reaches us may come in, and we listen on loopback only. A
 * program that shows a token of its own has what that token allows, there too.
 */
export function requireToken(
  sessions: Sessions | null,
  tokens: ApiTokens,
  isAsset: (path: string) => boolean,
): MiddlewareHandler<AppEnv> {
  // Signed-in people behind the same proxy have the same address: only what is refused counts here.
  const limit = createRateLimit(600)
  const callerOf = (c: Context<AppEnv>): Caller | null => {
    const bearer = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (bearer !== undefined && tokens.isOurs(bearer)) {
      const token = tokens.of(bearer)
      if (token === null) return null
      return { who: token.name, scope: token.scope, session: null, isLive: () => tokens.isLive(bearer) }
    }
    if (sessions === null) return { who: 'local', ...everything }
    if (bearer !== undefined && sessions.isToken(bearer)) return { who: 'token', ...everything }
    const value = getCookie(c, cookie)
    const session = value === undefined ? null : sessions.of(value)
    if (session === null) return null
    return { who: 'session', scope: 'admin', session, isLive: () => sessions.isLive(session) }
  }
  return async (c, next) => {
    const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
    const route = `${method} ${c.req.path}`
    const caller = callerOf(c)
    c.set('caller', caller ?? nobody)
    const open = openRoutes.some((one) => one === route) || (method === 'GET' && isAsset(c.req.path))
    if (caller !== null || open) return next()
    limit(c)
    if (method === 'GET' && !c.req.path.startsWith('/api/') && sessions !== null)
      return c.html(signInPage(c.get('nonce'), null), 401)
    c.header('WWW-Authenticate', 'Bearer')
    throw noToken()
  }
}

/** The sign-in page, a plain form without script. */
export function signInRoutes(app: Hono<AppEnv>, config: Config, sessions: Sessions | null, audit: Audit): void {
  const note = (c: Context<AppEnv>, action: string, outcome: string): void =>
    audit.add({ who: 'session', address: addressOf(c), action, target: '', outcome })
  const limit = createRateLimit(10)
  app.get('/sign-in', (c) => (sessions === null ? c.redirect('/') : c.html(signInPage(c.get('nonce'), null))))
  app.post('/sign-in', async (c) => {
    if (sessions === null) return c.redirect('/', 303)
    limit(c)
    if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
      throw new Problem('unsupported-type', 'Send the sign-in form.')
    }
    const token = new URLSearchParams(await readText(c, 4_096)).get('token') ?? ''
    if (!sessions.isToken(token.trim())) {
      note(c, 'sign-in', 'wrong token')
      return c.html(
        signInPage(c.get('nonce'), 'This is not the token. It is the value of QUORUM_TOKEN on the server.'),
        401,
      )
    }
    note(c, 'sign-in', 'ok')
    setCookie(c, cookie, sessions.begin(), {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      secure: config.publicUrl?.startsWith('https:') ?? false,
      maxAge: 7 * 24 * 3600,
    })
    return c.redirect('/', 303)
  })
  app.post('/sign-out', (c) => {
    const { session } = c.get('caller')
    if (session !== null) {
      sessions?.end(session)
      note(c, 'sign-out', 'ok')
    }
    deleteCookie(c, cookie, { path: '/' })
    return c.redirect('/sign-in', 303)
  })
}
