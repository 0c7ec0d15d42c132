import { z } from 'zod'
import { named, ProblemBody } from '../routes/schemas.ts'
import type { RouteSpec } from './route.ts'

type Json = Record<string, unknown>
const componentPrefix = '#/components/schemas/'

/**
 * OpenAPI 3.1 of the very schemas that parse the requests. Its schema dialect is JSON Schema 2020-12, which zod writes
 * itself; what is left to do is naming the shared ones.
 */
export function openApiDocument(specs: readonly RouteSpec[], version: string): object {
  const schemas = componentsOf()
  const paths: Record<string, Json> = {}
  for (const spec of specs) {
    paths[spec.path] = { ...paths[spec.path], [spec.method]: operation(spec) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Quorum',
      version,
      description:
        'Draw how a team of AI agents works together, run it, and watch. Errors are problem+json with a stable `code`.',
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths,
    components: {
      schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'Only where QUORUM_TOKEN is set' } },
    },
    security: [{}, { token: [] }],
  }
}

function operation(spec: RouteSpec): Json {
  const parameters = [
    ...[...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...queryParameters(spec.query),
    ...Object.entries(spec.headers ?? {}).map(([name, description]) => ({
      name,
      in: 'header',
      description,
      schema: { type: 'string' },
    })),
  ]
  const body = spec.body
  return {
    operationId: `${spec.method} ${spec.path}`.replace(/[^a-z]+/gi, '-').replace(/-$/, ''),
    tags: [spec.tag],
    summary: spec.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: !body.optional,
            content: { 'application/json': { schema: schemaOf(body.schema, 'input') } },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(Object.entries(spec.answers).map(([status, answer]) => [status, answerOf(answer)])),
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: `${componentPrefix}Problem` } } },
      },
    },
  }
}

function answerOf({ description, schema, type, headers }: RouteSpec['answers'][number]): Json {
  const content = schema
    ? { 'application/json': { schema: schemaOf(schema, 'output') } }
    : type
      ? { [type]: { schema: { type: 'string' } } }
      : null
  return {
    description,
    ...(content ? { content } : {}),
    ...(headers
      ? {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, text]) => [name, { description: text, schema: { type: 'string' } }]),
          ),
        }
      : {}),
  }
}

function queryParameters(query: z.ZodObject | undefined): Json[] {
  if (query === undefined) return []
  const { properties = {}, required = [] } = schemaOf(query, 'input') as { properties?: Json; required?: string[] }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const name = Object.entries(named).find(([, it]) => it === schema)?.[0]
  return name === undefined ? toJson(schema, io) : { $ref: componentPrefix + name }
}

function componentsOf(): Json {
  const entries = Object.entries(named).map(
    ([name, schema]) => [name, toJson(schema, schema === ProblemBody ? 'output' : 'input')] as const,
  )
  return { ...Object.fromEntries(entries), Json: {} }
}

/** Any JSON value is `true` in effect; zod writes it as a recursive definition, which inside a larger document has no place to stand. */
function toJson(schema: z.ZodType, io: 'input' | 'output'): Json {
  const {
    $schema: _,
    $defs,
    ...json
  } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any', reused: 'inline' }) as Json
  return $defs === undefined
    ? json
    : (JSON.parse(JSON.stringify(json).replaceAll(/"#\/\$defs\/[^"]+"/g, `"${componentPrefix}Json"`)) as Json)
}
