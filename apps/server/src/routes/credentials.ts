import { Id } from '@quorum/engine'
import { z } from 'zod'
import { bodyLimits, invalid } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import type { Api } from '../http/route.ts'
import { parseAllowList } from '../net/address.ts'
import { isForbiddenHeader } from '../net/redirect.ts'
import { credentialKinds, providerHosts } from '../store/credentialKind.ts'
import type { Credential } from '../store/credentials.ts'
import type { Deps } from './deps.ts'
import { iso, listOf, Time } from './schemas.ts'

const tag = 'Settings'
const Shown = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(credentialKinds),
  hint: z.string().describe('Its last characters; the value never comes out'),
  hosts: z.array(z.string()).describe('The only hosts it is sent to'),
  header: z.string().nullable(),
  oauth: z.object({ tokenUrl: z.string(), clientId: z.string(), scope: z.string() }).nullable(),
  usedBy: z.array(z.object({ id: z.string(), name: z.string() })).describe('Flows that name it, at most 50'),
  readable: z.boolean().describe('False: sealed under another QUORUM_SECRET or key file; enter it again'),
  createdAt: Time,
  updatedAt: Time,
})
const Wish = z.strictObject({
  name: z.string().trim().min(1).max(100),
  kind: z.enum(credentialKinds),
  value: z
    .string()
    .trim()
    .min(1)
    .max(8_192)
    .regex(/^[\x20-\x7e]+$/, 'may only have visible characters: check what was pasted')
    .optional()
    .describe('Left out: the stored one stays'),
  hosts: z.array(z.string().min(1).max(255)).max(20).default([]).describe('`host` or `host:port`'),
  header: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9-]+$/, 'takes letters, digits and dashes')
    .refine((name) => !isForbiddenHeader(name), 'cannot carry a key: the connection decides it')
    .optional()
    .describe('For kind `header`: its name'),
  oauth: z
    .strictObject({
      tokenUrl: z.url({ protocol: /^https?$/ }).max(2_000),
      clientId: z.string().trim().min(1).max(500),
      scope: z.string().trim().max(1_000).default(''),
    })
    .optional()
    .describe('For kind `oauth2`, whose value is the secret of the client'),
})
type Wish = z.infer<typeof Wish>

export function credentialRoutes(api: Api, { credentials, flows, reloadKeys, tryKey }: Deps): void {
  const shown = ({ createdAt, updatedAt, ...rest }: Credential) => ({
    ...rest,
    usedBy: flows.naming(rest.id),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
  })
  const noKey = (): Problem => new Problem('not-found', 'There is no such key. GET /api/credentials lists them.')
  const one = { description: 'The key without its value', schema: Shown }

  api.route(
    {
      method: 'get',
      path: '/api/credentials',
      tag,
      summary: 'Stored keys, without their values.',
      answers: { 200: { description: 'All of them', schema: listOf(Shown) } },
    },
    (c) => c.json({ items: credentials.list().map(shown), nextCursor: null }),
  )
  api.route(
    { method: 'get', path: '/api/credentials/{id}', tag, summary: 'One stored key.', answers: { 200: one } },
    (c, { param }) => {
      const found = credentials.get(param('id'))
      if (found === null) throw noKey()
      return c.json(shown(found))
    },
  )
  api.route(
    {
      method: 'put',
      path: '/api/credentials/{id}',
      tag,
      summary: 'Stores a key under an id of your choice, or changes it. The value goes in and never comes out.',
      body: { schema: Wish, maxBytes: bodyLimits.other },
      answers: { 200: one, 201: one },
    },
    async (c, { param, body }) => {
      const id = Id.safeParse(param('id'))
      if (!id.success) throw wrong('id', 'must be 1 to 64 letters, digits, "_" or "-"')
      const before = credentials.get(id.data)
      const wish = {
        ...body,
        hosts: hostsOf(body),
        header: body.kind === 'header' ? (body.header ?? null) : null,
        oauth: body.kind === 'oauth2' ? (body.oauth ?? null) : null,
      }
      check(wish, before)
      const after = credentials.put(id.data, wish)
      await reloadKeys()
      return c.json(shown(after), before === null ? 201 : 200)
    },
  )
  api.route(
    {
      method: 'delete',
      path: '/api/credentials/{id}',
      tag,
      summary: 'Forgets a key.',
      answers: { 204: { description: 'Done' } },
    },
    async (c, { param }) => {
      if (!credentials.remove(param('id'))) throw noKey()
      await reloadKeys()
      return c.body(null, 204)
    },
  )
  api.route(
    {
      method: 'post',
      path: '/api/credentials/{id}/test',
      tag,
      summary: 'Asks the provider whether it takes the key. No model is called.',
      body: { schema: z.strictObject({}), maxBytes: bodyLimits.other, optional: true },
      answers: { 200: { description: 'Whether it does', schema: z.object({ ok: z.boolean(), message: z.string() }) } },
    },
    async (c, { param }) => {
      const found = credentials.get(param('id'))
      if (found === null) throw noKey()
      return c.json(await tryKey(found))
    },
  )
}

const wrong = (path: string, message: string): Problem => invalid([{ code: 'invalid-value', message, path }])

function hostsOf({ kind, hosts }: Wish): readonly string[] {
  const own = providerHosts[kind]
  if (own === undefined) return [...new Set(hosts.map((host) => host.trim().toLowerCase()))]
  if (hosts.some((host) => host !== own)) throw wrong('hosts', `keys of this kind are only for ${own}: leave them out`)
  return [own]
}

function check(
  wish: Pick<Credential, 'kind' | 'hosts' | 'header' | 'oauth'> & Pick<Wish, 'value'>,
  before: Credential | null,
) {
  const { kind, hosts, header, oauth, value } = wish
  try {
    parseAllowList(hosts)
  } catch (error) {
    throw wrong('hosts', (error as Error).message)
  }
  if (hosts.length === 0 && kind !== 'local')
    throw wrong('hosts', 'say to which host it may be sent, e.g. api.example.com')
  if (kind === 'header' && header === null) throw wrong('header', 'say in which header it is sent, e.g. X-Api-Key')
  if (kind === 'oauth2' && oauth === null) throw wrong('oauth', 'say where its tokens come from: tokenUrl and clientId')
  if (kind === 'basic' && value !== undefined && !value.includes(':')) throw wrong('value', 'must be user:password')
  if (value !== undefined) return
  if (before === null) throw wrong('value', 'is missing: there is no stored key to keep')
  // A value must not be sent elsewhere by somebody who does not know it (S16).
  const same =
    before.kind === kind &&
    before.header === header &&
    before.hosts.join() === hosts.join() &&
    before.oauth?.tokenUrl === oauth?.tokenUrl
  if (!same) throw wrong('value', 'must be entered again when the kind, the header or the hosts change')
}
