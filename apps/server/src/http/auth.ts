import type { Hono, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Config } from '../config.ts'
import { readText } from './body.ts'
import type { AppEnv } from './env.ts'
import { Problem } from './problem.ts'
import { createRateLimit } from './rateLimit.ts'
import type { Sessions } from './sessions.ts'
import { signInPage } from './signInPage.ts'

const cookie = 'quorum_session'

/** Exact routes that need no token; everything else does (SECURITY S5). */
export const openRoutes = ['GET /api/health', 'GET /sign-in', 'POST /sign-in'] as const

/** `sessions` is null when no token is set: then everybody who reaches us may come in, and we listen on loopback only. */
export function requireToken(sessions: Sessions | null, isAsset: (path: string) => boolean): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    c.set('session', null)
    if (sessions === null) return next()
    const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
    const route = `${method} ${c.req.path}`
    if (openRoutes.some((open) => open === route) || (method === 'GET' && isAsset(c.req.path))) return next()
    const bearer = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (bearer !== undefined && sessions.isToken(bearer)) return next()
    const value = getCookie(c, cookie)
    const session = value === undefined ? null : sessions.of(value)
    if (session !== null) {
      c.set('session', session)
      return next()
    }
    if (method === 'GET' && !c.req.path.startsWith('/api/')) return c.html(signInPage(c.get('nonce'), null), 401)
    c.header('WWW-Authenticate', 'Bearer')
    throw new Problem('unauthorized', 'Send the token as "Authorization: Bearer …", or sign in at /sign-in.')
  }
}

/** The sign-in page, a plain form without script. */
export function signInRoutes(app: Hono<AppEnv>, config: Config, sessions: Sessions | null): void {
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
      return c.html(
        signInPage(c.get('nonce'), 'This is not the token. It is the value of QUORUM_TOKEN on the server.'),
        401,
      )
    }
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
    const session = c.get('session')
    if (session !== null) sessions?.end(session)
    deleteCookie(c, cookie, { path: '/' })
    return c.redirect('/sign-in', 303)
  })
}
