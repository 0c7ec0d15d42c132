import type { NodeDefinition } from '@quorum/engine'
import { definitions } from '@quorum/nodes/definitions'
import { templates } from '@quorum/nodes/templates'
import { z } from 'zod'
import { Problem } from '../http/problem.ts'
import type { Api } from '../http/route.ts'
import type { Deps } from './deps.ts'

const tag = 'Catalogue'
const items = z.object({ items: z.array(z.looseObject({})) })

export function catalogueRoutes(api: Api, { models, host }: Deps, version: string, startedAt: number): void {
  api.route(
    {
      method: 'get',
      path: '/api/health',
      tag: 'Server',
      summary: 'Is it up? Never needs a token.',
      answers: {
        200: {
          description: 'Yes',
          schema: z.object({
            status: z.enum(['ok', 'storage-full']),
            version: z.string(),
            uptimeMs: z.int(),
            runs: z.object({ active: z.int(), queued: z.int() }),
          }),
        },
      },
    },
    (c) =>
      c.json({
        status: host.stalled() === null ? 'ok' : 'storage-full',
        version,
        uptimeMs: Math.round(performance.now() - startedAt),
        runs: { active: host.active(), queued: host.queued() },
      }),
  )
  // Made at the first wish: schemas of all kinds take a moment, and the start should not.
  let catalogue: object[] | undefined
  api.route(
    {
      method: 'get',
      path: '/api/nodes',
      tag,
      summary: 'Every kind of node, with a JSON Schema of its parameters.',
      answers: { 200: { description: 'The kinds', schema: items } },
    },
    (c) => {
      catalogue ??= definitions.filter((kind) => !kind.hidden).map(describe)
      return c.json({ items: catalogue })
    },
  )
  api.route(
    {
      method: 'get',
      path: '/api/templates',
      tag,
      summary: 'The gallery of ready flows.',
      answers: { 200: { description: 'The templates', schema: items } },
    },
    (c) => c.json({ items: templates }),
  )
  api.route(
    {
      method: 'get',
      path: '/api/templates/{id}',
      tag,
      summary: 'One template.',
      answers: { 200: { description: 'The template', schema: z.looseObject({}) } },
    },
    (c, { param }) => {
      const template = templates.find((it) => it.id === param('id'))
      if (template === undefined)
        throw new Problem('not-found', 'There is no such template. GET /api/templates lists them.')
      return c.json(template)
    },
  )
  api.route(
    {
      method: 'get',
      path: '/api/models',
      tag,
      summary: 'Models that flows may name.',
      answers: { 200: { description: 'The models', schema: items } },
    },
    (c) => c.json({ items: models.list() }),
  )
}

function describe(kind: NodeDefinition): object {
  const { title, category, summary, aliases, icon, patternId, cost } = kind
  const { $schema: _, ...schema } = z.toJSONSchema(kind.params, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
  })
  return {
    kind: kind.kind,
    title,
    category,
    summary,
    aliases,
    ports: portsOf(kind),
    paramsSchema: { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema },
    icon,
    ...(patternId === undefined ? {} : { patternId }),
    cost,
  }
}

/** With nothing set: a node fresh from the palette. */
function portsOf(kind: NodeDefinition): object {
  const fresh = kind.params.safeParse({})
  return fresh.success ? kind.ports(fresh.data) : { inputs: [], outputs: [] }
}
