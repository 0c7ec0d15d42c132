import { z } from 'zod'
import { bodyLimits } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import { type Api, page, readCursor, toPage } from '../http/route.ts'
import { scopes } from '../http/scope.ts'
import type { ApiToken } from '../store/apiTokens.ts'
import type { Deps } from './deps.ts'
import { iso, isoOrNull, listOf, Time } from './schemas.ts'

const tag = 'Settings'
const Token = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(scopes),
  hint: z.string().describe('Its first characters'),
  createdAt: Time,
  expiresAt: Time.nullable(),
  usedAt: Time.nullable(),
})
const Wish = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scope: z.enum(scopes).describe('Each includes those before it'),
  days: z.int().min(1).max(3_650).nullable().default(90).describe('How long it works; null: until it is deleted'),
})
const Entry = z.object({
  at: Time,
  who: z.string(),
  address: z.string(),
  action: z.string(),
  target: z.string(),
  outcome: z.string(),
})

/** Tokens for programs, and who did what. */
export function accessRoutes(api: Api, { apiTokens, audit }: Deps): void {
  api.route(
    {
      method: 'get',
      path: '/api/tokens',
      tag,
      summary: 'Tokens for programs, without their values.',
      answers: { 200: { description: 'All of them', schema: listOf(Token) } },
    },
    (c) => c.json({ items: apiTokens.list().map(shown), nextCursor: null }),
  )
  api.route(
    {
      method: 'post',
      path: '/api/tokens',
      tag,
      summary: 'Makes a token for a program. Its value is shown this once.',
      body: { schema: Wish, maxBytes: bodyLimits.other },
      answers: { 201: { description: 'The token', schema: Token.extend({ token: z.string() }) } },
    },
    (c, { body: { name, scope, days } }) => {
      const expiresAt = days === null ? null : Date.now() + days * 86_400_000
      const { token, ...rest } = apiTokens.create({ name, scope, expiresAt })
      return c.json({ ...shown(rest), token }, 201)
    },
  )
  api.route(
    {
      method: 'delete',
      path: '/api/tokens/{id}',
      tag,
      summary: 'Ends a token at once.',
      answers: { 204: { description: 'Done' } },
    },
    (c, { param }) => {
      if (!apiTokens.remove(param('id'))) throw new Problem('not-found', 'There is no such token.')
      return c.body(null, 204)
    },
  )
  api.route(
    {
      method: 'get',
      path: '/api/audit',
      tag,
      summary: 'Who did what, newest first; kept for 90 days.',
      query: z.object(page),
      answers: { 200: { description: 'A page', schema: listOf(Entry) } },
    },
    (c, { query }) => {
      const [before = null] = readCursor(query.cursor, 1) ?? []
      const rows = audit.page(query.limit, before)
      return c.json(
        toPage(
          rows,
          query.limit,
          ({ no: _, at, ...rest }) => ({ at: iso(at), ...rest }),
          ({ no }) => String(no),
        ),
      )
    },
  )
}

const shown = ({ createdAt, expiresAt, usedAt, ...rest }: ApiToken) => ({
  ...rest,
  createdAt: iso(createdAt),
  expiresAt: isoOrNull(expiresAt),
  usedAt: isoOrNull(usedAt),
})
