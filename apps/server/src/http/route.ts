import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Audit } from '../store/audit.ts'
import { invalid, parse, readJson } from './body.ts'
import type { AppEnv } from './env.ts'
import { Problem } from './problem.ts'
import { addressOf } from './rateLimit.ts'
import { neededScope, requireScope } from './scope.ts'

export type Method = 'get' | 'post' | 'put' | 'delete'

interface Answer {
  readonly description: string
  /** JSON, unless `type` says otherwise. */
  readonly schema?: z.ZodType
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** One call of the API: the same object parses its requests and makes its page in the OpenAPI document. */
export interface RouteSpec<Query extends z.ZodObject = z.ZodObject, Body extends z.ZodType = z.ZodType> {
  readonly method: Method
  /** As OpenAPI writes it: `/api/flows/{id}`. A last `{path}` takes slashes too. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly query?: Query
  /** Request headers worth naming, with what they do. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: { readonly schema: Body; readonly maxBytes: number; readonly optional?: boolean }
  readonly answers: Readonly<Record<number, Answer>>
}

interface Parsed<Query extends z.ZodObject, Body extends z.ZodType> {
  readonly query: z.output<Query>
  readonly body: z.output<Body>
  /** The body as it came, for comparing. */
  readonly text: string
  param(name: string): string
}

export interface Api {
  readonly specs: readonly RouteSpec[]
  route<Query extends z.ZodObject = z.ZodObject, Body extends z.ZodType = z.ZodType>(
    spec: RouteSpec<Query, Body>,
    answer: (c: Context<AppEnv>, parsed: Parsed<Query, Body>) => Response | Promise<Response>,
  ): void
}

const noQuery = z.object({})

/** `audit` hears of every call that changes something. */
export function createApi(app: Hono<AppEnv>, audit: Audit): Api {
  const specs: RouteSpec[] = []
  return {
    specs,
    route(spec, answer) {
      specs.push(spec as unknown as RouteSpec)
      const pattern = spec.path.replace(/\{path\}/g, ':path{.+}').replace(/\{(\w+)\}/g, ':$1')
      const needed = neededScope(spec)
      const changes = needed !== 'read' && spec.method !== 'get'
      const note = (c: Context<AppEnv>, outcome: string): void => {
        if (!changes) return
        const target = Object.values(c.req.param() as Record<string, string>).join(' ')
        const action = `${spec.method.toUpperCase()} ${spec.path}`
        audit.add({ who: c.get('caller').who, address: addressOf(c), action, target, outcome })
      }
      const perform = async (c: Context<AppEnv>): Promise<Response> => {
        const { value, text } = spec.body ? await readJson(c, spec.body.maxBytes) : { value: undefined, text: '' }
        if (spec.body && value === undefined && !spec.body.optional) {
          throw new Problem('bad-json', 'The body is empty. Send JSON.')
        }
        const query = parse(spec.query ?? noQuery, c.req.query())
        const body = spec.body ? parse(spec.body.schema, value ?? {}) : undefined
        return answer(c, {
          query: query as Parsed<NonNullable<typeof spec.query>, z.ZodType>['query'],
          body: body as z.output<NonNullable<typeof spec.body>['schema']>,
          text,
          param: (name) => c.req.param(name) ?? '',
        })
      }
      app.on(spec.method.toUpperCase(), pattern, async (c) => {
        c.set('route', spec.path)
        try {
          requireScope(c, needed)
          const response = await perform(c)
          note(c, 'ok')
          return response
        } catch (error) {
          note(c, error instanceof Problem ? error.code : 'internal')
          throw error
        }
      })
    },
  }
}

/** `?limit&cursor` of every list. */
export const page = {
  limit: z.coerce
    .number('must be a number from 1 to 200')
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(200, 'must be at most 200')
    .default(50),
  cursor: z.string().max(200).optional(),
}

/** A cursor is `nextCursor` of the page before, given back as it was: numbers joined by dots. */
export function readCursor(cursor: string | undefined, parts: number): readonly number[] | null {
  if (cursor === undefined) return null
  const numbers = cursor.split('.').map(Number)
  if (numbers.length !== parts || !numbers.every(Number.isSafeInteger)) {
    throw invalid([
      {
        code: 'invalid-value',
        message: 'is not a cursor of this list: use nextCursor as it was given',
        path: 'cursor',
      },
    ])
  }
  return numbers
}

/** Asks for one row more than wanted, so that the last page says it is the last. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (row: Row) => string,
) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(item), nextCursor: rows.length > limit && last !== undefined ? cursor(last) : null }
}
