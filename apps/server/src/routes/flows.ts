import { Flow } from '@quorum/engine'
import type { Context } from 'hono'
import { z } from 'zod'
import { FlowFile, unpack } from '../flowFile.ts'
import { bodyLimits } from '../http/body.ts'
import type { AppEnv } from '../http/env.ts'
import { Problem } from '../http/problem.ts'
import { type Api, page, readCursor, toPage } from '../http/route.ts'
import type { Refused, StoredFlow } from '../store/flowStore.ts'
import type { Deps } from './deps.ts'
import { FlowSummary, Issue, iso, isoOrNull, listOf, StoredFlow as StoredFlowSchema, Time } from './schemas.ts'

const tag = 'Flows'
const flowBody = { schema: Flow, maxBytes: bodyLimits.flow }
const ifMatch = { 'If-Match': 'The revision the change is based on, in quotes: "3"' }
const etag = { ETag: 'The revision, in quotes' }
const saved = { description: 'The flow as it is now', schema: StoredFlowSchema, headers: etag }
const stale = { description: '`stale`: somebody saved in between; `current` says what is there now' }

export function flowRoutes(api: Api, { flows, check }: Deps): void {
  api.route(
    {
      method: 'post',
      path: '/api/flows',
      tag,
      summary: 'Saves a new flow, and those its file brings along. One with issues is saved too.',
      body: { schema: FlowFile, maxBytes: bodyLimits.flow },
      answers: { 201: saved },
    },
    (c, { body }) => sendFlow(c, unpack(body, flows), 201),
  )
  api.route(
    {
      method: 'get',
      path: '/api/flows',
      tag,
      summary: 'Flows without their bodies, latest change first.',
      query: z.object({
        ...page,
        q: z.string().max(200).optional(),
        deleted: z.enum(['true', 'false']).default('false'),
      }),
      answers: { 200: { description: 'A page', schema: listOf(FlowSummary) } },
    },
    (c, { query }) => {
      const [at, no] = readCursor(query.cursor, 2) ?? []
      const before = at === undefined || no === undefined ? null : { at, no }
      const rows = flows.list({ q: query.q, deleted: query.deleted === 'true', limit: query.limit + 1, before })
      return c.json(
        toPage(
          rows,
          query.limit,
          ({ id, name, description, revision, nodeCount, createdAt, updatedAt, deletedAt }) => ({
            id,
            name,
            description,
            revision,
            nodeCount,
            createdAt: iso(createdAt),
            updatedAt: iso(updatedAt),
            ...(deletedAt === null ? {} : { deletedAt: isoOrNull(deletedAt) }),
          }),
          (row) => `${row.updatedAt}.${row.no}`,
        ),
      )
    },
  )
  api.route(
    { method: 'get', path: '/api/flows/{id}', tag, summary: 'One flow.', answers: { 200: saved } },
    (c, { param }) => {
      const flow = flows.get(param('id'))
      if (flow === null) throw noFlow()
      if (c.req.header('if-none-match') === `"${flow.revision}"`)
        return c.body(null, 304, { ETag: `"${flow.revision}"` })
      return sendFlow(c, flow, 200)
    },
  )
  api.route(
    {
      method: 'put',
      path: '/api/flows/{id}',
      tag,
      summary: 'Saves the whole document as a new revision. Sending the same again after a lost answer is fine.',
      headers: ifMatch,
      body: flowBody,
      answers: { 200: saved, 412: stale },
    },
    (c, { param, body }) => {
      const write = flows.put(param('id'), revisionOf(c), body)
      return write.ok ? sendFlow(c, write.flow, 200) : refuse(write)
    },
  )
  api.route(
    {
      method: 'delete',
      path: '/api/flows/{id}',
      tag,
      summary: 'Puts the flow and its runs into the bin, for 30 days.',
      headers: ifMatch,
      answers: { 204: { description: 'Done' }, 412: stale },
    },
    (c, { param }) => {
      const removed = flows.remove(param('id'), revisionOf(c))
      return removed.ok ? c.body(null, 204) : refuse(removed)
    },
  )
  api.route(
    {
      method: 'post',
      path: '/api/flows/{id}/restore',
      tag,
      summary: 'Takes the flow out of the bin.',
      headers: ifMatch,
      answers: { 200: saved, 412: stale },
    },
    (c, { param }) => {
      const write = flows.restore(param('id'), revisionOf(c))
      return write.ok ? sendFlow(c, write.flow, 200) : refuse(write)
    },
  )
  api.route(
    {
      method: 'get',
      path: '/api/flows/{id}/versions',
      tag,
      summary: 'All revisions, newest first.',
      query: z.object(page),
      answers: { 200: { description: 'A page', schema: listOf(z.object({ revision: z.int(), createdAt: Time })) } },
    },
    (c, { param, query }) => {
      const rows = flows.versions(param('id'), {
        limit: query.limit + 1,
        before: readCursor(query.cursor, 1)?.[0] ?? null,
      })
      if (rows === null) throw noFlow()
      return c.json(
        toPage(
          rows,
          query.limit,
          (row) => ({ revision: row.revision, createdAt: iso(row.createdAt) }),
          (row) => String(row.revision),
        ),
      )
    },
  )
  api.route(
    {
      method: 'get',
      path: '/api/flows/{id}/versions/{revision}',
      tag,
      summary: 'The document of one revision.',
      answers: {
        200: {
          description: 'The revision',
          schema: z.object({ id: z.string(), revision: z.int(), flow: Flow, createdAt: Time }),
        },
      },
    },
    (c, { param }) => {
      const revision = revisionParam(param('revision'))
      const version = flows.version(param('id'), revision)
      if (version === null) throw noVersion()
      return c.json({ id: param('id'), revision, flow: version.flow, createdAt: iso(version.createdAt) })
    },
  )
  api.route(
    {
      method: 'post',
      path: '/api/flows/{id}/versions/{revision}/restore',
      tag,
      summary: 'Makes an old revision the newest one.',
      headers: ifMatch,
      answers: { 200: saved, 412: stale },
    },
    (c, { param }) => {
      const write = flows.restoreVersion(param('id'), revisionOf(c), revisionParam(param('revision')))
      if (write.ok) return sendFlow(c, write.flow, 200)
      return refuse(write, noVersion())
    },
  )
  api.route(
    {
      method: 'post',
      path: '/api/validate',
      tag,
      summary: 'What is wrong with a flow. Only issues of severity `error` block a run.',
      body: { schema: z.unknown(), maxBytes: bodyLimits.flow },
      answers: { 200: { description: 'The issues', schema: z.object({ issues: z.array(Issue) }) } },
    },
    (c, { body }) => c.json({ issues: check(body) }),
  )
}

function sendFlow(
  c: Context<AppEnv>,
  { id, revision, flow, createdAt, updatedAt }: StoredFlow,
  status: 200 | 201,
): Response {
  c.header('ETag', `"${revision}"`)
  if (status === 201) c.header('Location', `/api/flows/${id}`)
  return c.json({ id, revision, flow, createdAt: iso(createdAt), updatedAt: iso(updatedAt) }, status)
}

function revisionOf(c: Context<AppEnv>): number {
  const header = c.req.header('if-match')
  const revision = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header?.trim() ?? '')?.[1]
  if (revision === undefined) {
    throw new Problem(
      'revision-required',
      'Send the revision you changed as If-Match: "<revision>". GET the flow to see its ETag.',
    )
  }
  return Number(revision)
}

const revisionParam = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw noVersion()
  return Number(text)
}

const noFlow = (): Problem => new Problem('not-found', 'There is no such flow. It may have been deleted.')
const noVersion = (): Problem => new Problem('not-found', 'There is no such revision of this flow.')

function refuse(refused: Refused, missing = noFlow()): never {
  if (refused.reason === 'not-found') throw missing
  const { revision, updatedAt } = refused.current
  throw new Problem(
    'stale',
    `The flow is at revision ${revision} by now. Load it, bring both together, and save on top of it.`,
    {
      current: { revision, updatedAt: iso(updatedAt) },
    },
  )
}
