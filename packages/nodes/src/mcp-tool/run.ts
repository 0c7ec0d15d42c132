import { completed, isPlain, isRecord, type NodeBehaviour, StepFailure, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { jsonBody } from '../http/body.ts'
import { schemaProblem } from '../jsonSchema.ts'
import type { mcpTool } from './definition.ts'

/** What the tool answers: data where it gives any, else its text. */
export const runMcpTool: NodeBehaviour<z.infer<typeof mcpTool.params>> = {
  async task(ctx, { url, tool, args, credential, fingerprint, schema }, { names, value }) {
    const given = await argumentsOf(args, names, value)
    const problem = schema ? schemaProblem(given, schema) : null
    if (problem !== null)
      throw new StepFailure('invalid-request', `The tool “${tool}” does not take these arguments. ${problem}`)
    const request = {
      action: 'call',
      url,
      tool,
      args: given,
      ...(credential ? { credential } : {}),
      ...(fingerprint ? { fingerprint } : {}),
    }
    const answer = await ctx.service('mcp', request)
    if (!isRecord(answer) || answer.ok !== true)
      throw new StepFailure('tool-error', `The tool says: ${String(isRecord(answer) ? answer.text : answer)}`)
    const out = (answer.value ?? null) as Value
    return completed({ out }, { call: tool, sent: request.args, size: textOf(out).length })
  },
}

async function argumentsOf(text: string, names: Readonly<Record<string, Value>>, value: Value): Promise<Value> {
  const whole = text.trim() === '{{ input }}'
  const parsed: unknown = whole ? value : isPlain(text) ? JSON.parse(jsonBody(text, names)) : null
  if (isRecord(parsed)) return parsed as Value
  if (whole && (value === null || value === '')) return {}
  throw new StepFailure(
    'invalid-request',
    'The arguments of the tool must be an object, such as { "city": "{{ input.city }}" }.',
  )
}
