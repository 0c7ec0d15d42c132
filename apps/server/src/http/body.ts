import { limits } from '@quorum/engine'
import type { Context } from 'hono'
import type { z } from 'zod'
import { Problem, type ProblemIssue } from './problem.ts'

export const bodyLimits = { flow: 8 * 1024 * 1024, other: 1024 * 1024 } as const
const depthLimit = 100
const keyLimit = 200_000

/**
 * Reads a JSON body within its limits, which are checked before anything is built from it (SECURITY S9).
 * An empty body is `undefined`.
 */
export async function readJson(c: Context, maxBytes: number): Promise<{ value: unknown; text: string }> {
  const text = await readText(c, maxBytes)
  if (text.trim() === '') return { value: undefined, text }
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Problem('unsupported-type', 'Send the body as application/json.')
  }
  checkShape(text)
  try {
    return { value: JSON.parse(text) as unknown, text }
  } catch (error) {
    throw new Problem('bad-json', `The body is not valid JSON: ${(error as Error).message}`)
  }
}

export async function readText(c: Context, maxBytes: number): Promise<string> {
  const announced = Number(c.req.header('content-length') ?? 0)
  if (announced > maxBytes) throw tooLarge(maxBytes)
  const stream = c.req.raw.body
  if (stream === null) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new Problem('bad-json', 'The body is not UTF-8 text.')
  }
}

const tooLarge = (maxBytes: number): Problem =>
  new Problem('too-large', `The body is larger than ${maxBytes / 1024 / 1024} MiB. Send less.`)

/**
 * One pass over a JSON text: brackets and colons outside strings.
 * @throws Problem `invalid` where it is nested too deep or has too many keys.
 */
export function checkShape(text: string): void {
  let depth = 0
  let keys = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 34) {
      for (i++; i < text.length; i++) {
        const inner = text.charCodeAt(i)
        if (inner === 92) i++
        else if (inner === 34) break
      }
    } else if (code === 123 || code === 91) {
      if (++depth > depthLimit)
        throw invalid([{ code: 'too-deep', message: `The JSON is nested deeper than ${depthLimit} levels.` }])
    } else if (code === 125 || code === 93) depth--
    else if (code === 58 && ++keys > keyLimit) {
      throw invalid([
        { code: 'too-many-keys', message: `The JSON has more than ${keyLimit.toLocaleString('en')} keys.` },
      ])
    }
  }
}

export function invalid(issues: readonly ProblemIssue[]): Problem {
  const [first] = issues
  const where = first?.path ? `${first.path}: ` : ''
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''
  return new Problem('invalid', `${where}${first?.message ?? 'The values do not fit.'}${more}`, { issues })
}

/** Parses by the schema of a route. `base` says where in the request the value stood. */
export function parse<S extends z.ZodType>(schema: S, value: unknown, base = ''): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: false })
  if (parsed.success) return parsed.data
  checkCounts(value)
  throw invalid(
    flatten(parsed.error.issues).map((issue) => ({
      code: 'invalid-value',
      message: issue.message,
      path: pathText(issue.path, base),
    })),
  )
}

/** Inside a union, the branch that came furthest explains the most. */
function flatten(issues: readonly z.core.$ZodIssue[]): { message: string; path: PropertyKey[] }[] {
  return issues.slice(0, 100).flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0)
      return [{ message: issue.message, path: issue.path }]
    const branches = issue.errors.map((errors) => flatten(errors))
    const depth = (branch: { path: PropertyKey[] }[]) => Math.max(0, ...branch.map((it) => it.path.length))
    const best = branches.reduce((a, b) =>
      depth(b) > depth(a) || (depth(b) === depth(a) && b.length < a.length) ? b : a,
    )
    return best.map((inner) => ({ message: inner.message, path: [...issue.path, ...inner.path] }))
  })
}

function pathText(path: readonly PropertyKey[], base = ''): string {
  let text = base
  for (const part of path)
    text += typeof part === 'number' ? `[${part}]` : text === '' ? String(part) : `.${String(part)}`
  return text
}

/** Too many of something: said in words people can use. */
function checkCounts(value: unknown): void {
  const flow = typeof value === 'object' && value !== null && 'flow' in value ? value.flow : value
  if (typeof flow !== 'object' || flow === null) return
  for (const name of ['nodes', 'edges', 'notes', 'groups'] as const) {
    const list: unknown = (flow as Record<string, unknown>)[name]
    if (!Array.isArray(list) || list.length <= limits[name]) continue
    const message = `A flow may have at most ${limits[name].toLocaleString('en')} ${name}; this one has ${list.length.toLocaleString('en')}. Split it into several flows.`
    throw invalid([{ code: `too-many-${name}`, message, path: name }])
  }
}
