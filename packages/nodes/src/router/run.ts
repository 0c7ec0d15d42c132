import { completed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { askReadable, message, objectOf, type Reading } from '../ask.ts'
import { asValue, fromPiece } from '../pattern/json.ts'
import type { classify, dial, told } from './pieces.ts'

type Choice = { readonly label: string; readonly confidence: number; readonly reason: string }

/** A label nobody knows is asked for once more; then the request leaves by “else”. */
export const runClassify: NodeBehaviour<z.infer<typeof classify.params>> = {
  async task(ctx, { routes, model: named, instructions: text }, { value, names }) {
    const [instructions = '', model = ''] = await ctx.render([text, named], names)
    const ids = [...routes.map(({ id }) => id), 'else']
    const listed = routes.map(({ id, label }) => (label ? `- ${id}: ${label}` : `- ${id}`)).join('\n')
    const system = [
      instructions,
      `Say where this request belongs. The routes are:\n${listed}\n- else: none of these`,
      'Answer as JSON: {"label": "<route>", "confidence": <0 to 1>, "reason": "<one sentence>"}.',
    ]
    const read = await askReadable(
      ctx,
      {
        model: model.trim() || undefined,
        messages: [...message('system', system.filter(Boolean).join('\n\n')), { role: 'user', content: textOf(value) }],
        schema: {
          type: 'object',
          properties: {
            label: { type: 'string', enum: ids },
            confidence: { type: 'number', minimum: 0, maximum: 1 },
            reason: { type: 'string' },
          },
          required: ['label', 'confidence', 'reason'],
          additionalProperties: false,
        },
        role: 'classifier',
      },
      objectOf((answer) => readChoice(answer, ids)),
    )
    const choice: Choice = read.ok ? read.value : { label: 'else', confidence: 0, reason: read.problem }
    return completed({ choice: asValue(choice) })
  },
}

function readChoice(answer: Value, ids: readonly string[]): Reading<Choice> {
  const { label = '', confidence = null, reason = '' } = isRecord(answer) ? (answer as Record<string, Value>) : {}
  const wanted = textOf(label).trim().toLowerCase()
  const id = ids.find((known) => known.toLowerCase() === wanted)
  if (id === undefined) return { ok: false, problem: `“${textOf(label).slice(0, 80)}” is none of ${ids.join(', ')}.` }
  // A model that does not say how sure it is counts as sure.
  const sure = typeof confidence === 'number' && confidence >= 0 && confidence <= 1 ? confidence : 1
  return { ok: true, value: { label: id, confidence: sure, reason: textOf(reason) } }
}

export const runDial: NodeBehaviour<z.infer<typeof dial.params>> = {
  inTurn({ routes, minConfidence }, { ports }) {
    const choice = fromPiece<Choice>(ports.choice)
    const known = routes.includes(choice.label) && choice.confidence >= minConfidence
    const label = known ? choice.label : 'else'
    const route = { label, confidence: choice.confidence, ...(label === choice.label ? {} : { unsure: choice.label }) }
    return completed({ [label]: ports.request ?? null, route, record: { ...route, reason: choice.reason } })
  },
}

export const runTold: NodeBehaviour<z.infer<typeof told.params>> = {
  inTurn(_, { arrivals }) {
    const label = arrivals.find(({ signal }) => signal.live)?.port ?? 'else'
    const route = { label, confidence: 1 }
    return completed({ route, record: { ...route, reason: 'By rules' } })
  },
}
