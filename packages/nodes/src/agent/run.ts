import { completed, type NodeBehaviour, StepFailure, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { askReadable, message, objectOf } from '../ask.ts'
import type { agent } from './definition.ts'

/**
 * The answer, as text, or as an object where a schema is given.
 * @throws StepFailure `schema` when the object cannot be read the second time either.
 */
export const runAgent: NodeBehaviour<z.infer<typeof agent.params>> = {
  async task(ctx, params, input) {
    const texts = [params.system, params.prompt, params.model ?? '']
    const [system = '', prompt = '', model = ''] = await ctx.render(texts, input.names)
    const request = {
      model: model.trim() || undefined,
      messages: [...message('system', system), { role: 'user' as const, content: prompt }],
      ...(params.temperature === undefined ? {} : { temperature: params.temperature }),
      ...(params.maxOutputTokens === undefined ? {} : { maxOutputTokens: params.maxOutputTokens }),
      role: 'agent',
    }
    if (!params.schema) return completed({ out: (await ctx.ask(request)).text })
    const answer = await askReadable(
      ctx,
      { ...request, schema: params.schema },
      objectOf<Value>((value) => ({ ok: true, value })),
    )
    if (answer.ok) return completed({ out: answer.value })
    throw new StepFailure(
      'schema',
      `The model gave no answer in the wanted form, twice. ${answer.problem} Simplify the form or try another model.`,
    )
  },
}
