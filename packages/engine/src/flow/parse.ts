import type { z } from 'zod'
import { Flow } from './flow.ts'
import type { FlowIssue } from './issue.ts'

/** Reads a flow file. Whatever it is given, it answers with a flow or with what is wrong where. */
export function parseFlow(
  json: unknown,
): { readonly ok: true; readonly flow: Flow } | { readonly ok: false; readonly issues: FlowIssue[] } {
  const parsed = Flow.safeParse(json)
  if (parsed.success) return { ok: true, flow: parsed.data }
  return { ok: false, issues: parsed.error.issues.slice(0, 100).map((issue) => schemaIssue(issue, json)) }
}

/** A path as people write it: `nodes[3].params.fields[0].name`. */
export function showJsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
}

function schemaIssue(issue: z.core.$ZodIssue, json: unknown): FlowIssue {
  const path = showJsonPath(issue.path)
  const format = issue.path[0] === 'format' && issue.path.length === 1
  const where = path === '' ? 'The flow file' : `“${path}”`
  return {
    code: format ? 'unknown-format' : 'invalid',
    severity: 'error',
    message: format
      ? 'This is not a flow file of the format “quorum.flow/1”. Check the field “format”, or update Quorum if the file is newer.'
      : `${where}: ${issue.message}.`,
    path,
    ...owner(issue.path, json),
  }
}

function owner(path: readonly PropertyKey[], json: unknown): { nodeId?: string; edgeId?: string } {
  const [list, index] = path
  if ((list !== 'nodes' && list !== 'edges') || typeof index !== 'number') return {}
  const items = (json as Record<string, unknown>)[list]
  const item = Array.isArray(items) ? (items[index] as { id?: unknown } | null) : null
  if (typeof item?.id !== 'string') return {}
  return list === 'nodes' ? { nodeId: item.id } : { edgeId: item.id }
}
