import {
  attachmentsIn,
  completed,
  lookup,
  type ModelMessage,
  mostAttachments,
  type NodeBehaviour,
  type NodeInput,
  type Outcome,
  type StepContext,
  StepFailure,
  templateNames,
  type Value,
} from '@quorum/engine'
import type { z } from 'zod'
import { askReadable, message, objectOf } from '../ask.ts'
import { answered } from './approvals.ts'
import { converse, recordOf } from './converse.ts'
import { type agent, turnsOf } from './definition.ts'
import { readTool } from './tool.ts'

type Params = z.infer<typeof agent.params>
type Request = Parameters<StepContext['ask']>[0]

/**
 * The answer, as text, or as an object where a schema is given.
 * @throws StepFailure `schema` when the object cannot be read the second time either.
 */
export const runAgent: NodeBehaviour<Params> = {
  answered,
  async task(ctx, params, input) {
    const texts = [params.system, params.prompt, params.model ?? '']
    const [system = '', prompt = '', model = ''] = await ctx.render(texts, input.names)
    const request: Request = {
      model: model.trim() || undefined,
      messages: [...message('system', system), { role: 'user' as const, content: prompt, ...looksAt(params, input) }],
      ...(params.temperature === undefined ? {} : { temperature: params.temperature }),
      ...(params.maxOutputTokens === undefined ? {} : { maxOutputTokens: params.maxOutputTokens }),
      ...(params.remember ? { remember: true } : {}),
      role: 'agent',
    }
    if (params.tools.length > 0) return withTools(ctx, params, input, request)
    if (params.schema) return completed({ out: await shaped(ctx, request, params.schema) })
    const { text, reasoning } = await ctx.ask(request)
    return completed({ out: text }, reasoning ? { reasoning } : undefined)
  },
}

/** What arrives and what the prompt mentions may hold pictures and documents: the model gets to see them. */
function looksAt({ prompt }: Params, { value, names }: NodeInput): Pick<ModelMessage, 'files'> {
  const mentioned = templateNames(prompt).map((path) => lookup(names, path) ?? null)
  const files = attachmentsIn(value, ...mentioned)
  if (files.length > mostAttachments)
    throw new StepFailure(
      'too-many-items',
      `More than ${mostAttachments} files came at once. Let a pool take them one by one.`,
    )
  return files.length === 0 ? {} : { files }
}

async function withTools(ctx: StepContext, params: Params, input: NodeInput, request: Request): Promise<Outcome> {
  const tools = params.tools.map((tool) => {
    const ready = readTool(tool)
    if (typeof ready === 'string') throw new StepFailure('invalid-tool', `The tool “${tool.name}”: ${ready}`)
    return ready
  })
  const limit = { turns: turnsOf(params), onLimit: params.onLimit }
  const conversation = await converse(ctx, request, tools, input, limit)
  const record = recordOf(conversation)
  const steps: Readonly<Record<string, Value>> = input.connected.has('steps')
    ? { steps: conversation.turns as unknown as Value }
    : {}
  if (!params.schema) return completed({ out: conversation.text, ...steps }, record)
  // Not every model can use tools and keep to a form at once, so the form comes last.
  const messages = [
    ...conversation.messages,
    { role: 'user' as const, content: 'Now give your final answer in the form that is asked for, and nothing else.' },
  ]
  return completed(
    { out: await shaped(ctx, { ...request, messages: spoken(messages) }, params.schema), ...steps },
    record,
  )
}

/** The conversation without calls of tools, which some providers do not take where no tools are offered. */
const spoken = (messages: Request['messages']): Request['messages'] =>
  messages.flatMap(({ role, content, tool }) => {
    if (role === 'tool') return [{ role: 'user' as const, content: `Result of ${tool ?? 'a tool'}: ${content}` }]
    return content === '' ? [] : [{ role, content }]
  })

async function shaped(ctx: StepContext, request: Request, schema: Record<string, unknown>): Promise<Value> {
  const answer = await askReadable(
    ctx,
    { ...request, schema },
    objectOf<Value>((value) => ({ ok: true, value })),
  )
  if (answer.ok) return answer.value
  throw new StepFailure(
    'schema',
    `The model gave no answer in the wanted form, twice. ${answer.problem} Simplify the form or try another model.`,
  )
}
