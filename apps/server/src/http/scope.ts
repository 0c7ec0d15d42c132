import type { Context } from 'hono'
import type { AppEnv } from './env.ts'
import { Problem } from './problem.ts'

/** What a token may do; each includes those before it. */
export const scopes = ['read', 'run', 'edit', 'admin'] as const
export type Scope = (typeof scopes)[number]

/** Routes that change nothing although they are POSTs. */
const asking = new Set(['POST /api/validate', 'POST /api/estimate', 'POST /api/import'])
const running = new Set(['Runs', 'Steering a run'])

/** What a call needs. Settings, keys, tokens and the audit log are for admins only, reading included. */
export function neededScope({ method, path, tag }: { method: string; path: string; tag: string }): Scope {
  if (tag === 'Settings' && path !== '/api/settings') return 'admin'
  if (method === 'get' || asking.has(`${method.toUpperCase()} ${path}`)) return 'read'
  if (tag === 'Settings') return 'admin'
  return running.has(tag) ? 'run' : 'edit'
}

/** @throws Problem `forbidden` when whoever calls came with a token that may do less. */
export function requireScope(c: Context<AppEnv>, needed: Scope): void {
  const { scope } = c.get('caller')
  if (scopes.indexOf(scope) >= scopes.indexOf(needed)) return
  throw new Problem('forbidden', `This token may only ${scope}; the call needs a token that may ${needed}.`)
}
