import { StepFailure } from '@quorum/engine'
import { z } from 'zod'
import { bodyLimits, invalid } from '../http/body.ts'
import type { Api } from '../http/route.ts'
import type { Deps } from './deps.ts'
import { listOf } from './schemas.ts'

const Tool = z.object({
  name: z.string(),
  description: z.string(),
  schema: z.looseObject({}).describe('JSON Schema of its arguments'),
  fingerprint: z.string().describe('For the parameter of that name: a tool that changes is not called'),
})

/** Looking at what an MCP server offers. */
export function mcpRoutes(api: Api, { mcpTools, config }: Deps): void {
  api.route(
    {
      method: 'get',
      path: '/api/mcp/servers',
      tag: 'Catalogue',
      summary: 'MCP servers the operator allows to be started as programs.',
      answers: {
        200: {
          description: 'By name; `url` is what a step takes as its server',
          schema: listOf(z.object({ name: z.string(), url: z.string() })),
        },
      },
    },
    (c) =>
      c.json({
        items: Object.keys(config.mcpPrograms).map((name) => ({ name, url: `stdio:${name}` })),
        nextCursor: null,
      }),
  )
  api.route(
    {
      method: 'post',
      path: '/api/mcp/tools',
      tag: 'Catalogue',
      summary: 'The tools an MCP server offers.',
      body: {
        schema: z.strictObject({
          url: z.union([z.url({ protocol: /^https?$/ }), z.string().regex(/^stdio:[a-z][a-z0-9_-]{0,40}$/)]),
          credential: z.string().max(64).optional(),
        }),
        maxBytes: bodyLimits.other,
      },
      answers: { 200: { description: 'Its tools', schema: listOf(Tool) } },
    },
    async (c, { body }) => {
      try {
        return c.json({ items: await mcpTools(body, c.req.raw.signal), nextCursor: null })
      } catch (error) {
        if (!(error instanceof StepFailure)) throw error
        throw invalid([{ code: error.code, message: error.message, path: 'url' }])
      }
    },
  )
}
