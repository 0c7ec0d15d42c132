import { completed, evaluate, type NodeBehaviour, type Outcome, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { askReadable, message, type Reading } from '../ask.ts'
import { orFailed } from '../outcome.ts'
import type { branch, Case } from './definition.ts'

/** The value goes on unchanged; the record says which ways it took. */
export const runBranch: NodeBehaviour<z.infer<typeof branch.params>> = {
  inTurn({ mode, cases, classifier }, { value, names }) {
    if (classifier) return null
    return orFailed(() => {
      const holds = ({ when }: Case) => when !== undefined && evaluate(when, names)
      const taken = mode === 'many' ? cases.filter(holds) : cases.filter(holds).slice(0, 1)
      return send(value, taken.map(({ id }) => id))
    })
  },
  async task(ctx, { mode, cases, classifier }, { value, names }) {
    const [instructions = '', model = ''] = await ctx.render([classifier?.instructions ?? '', classifier?.model ?? ''], names)
    const ids = cases.map(({ id }) => id)
    const listed = cases.map(({ id, label }) => (label ? `- ${id}: ${label}` : `- ${id}`))
    const pick = mode === 'many' ? 'every case that fits (none, one or several)' : 'the one case that fits best'
    const system = [
      instructions,
      `Sort what you are given into ${pick}. If none fits, answer “else”. The cases are:\n${[...listed, '- else'].join('\n')}`,
    ]
    const chosen = await askReadable(
      ctx,
      {
        model: model.trim() || undefined,
        messages: [...message('system', system.filter(Boolean).join('\n\n')), { role: 'user', content: textOf(value) }],
        schema: schemaFor([...ids, 'else'], mode),
        role: 'classifier',
      },
      (answer) => readChoice(answer, ids, mode),
    )
    // A choice that cannot be read twice is no choice: the value goes where everything unknown goes.
    if (chosen.value === null) return send(value, [], 'problem' in chosen ? chosen.problem : '')
    return send(value, chosen.value.ids, chosen.value.reason)
  },
}

function send(value: Value, ids: readonly string[], reason?: string): Outcome {
  const taken = ids.length === 0 ? ['else'] : ids
  return completed(Object.fromEntries(taken.map((id) => [id, value])), { taken, ...(reason ? { reason } : {}) })
}

function schemaFor(ids: readonly string[], mode: 'one' | 'many'): Record<string, unknown> {
  const one = { type: 'string', enum: ids }
  return {
    type: 'object',
    properties: {
      ...(mode === 'many' ? { cases: { type: 'array', items: one } } : { case: one }),
      reason: { type: 'string', description: 'One short sentence' },
    },
    required: [mode === 'many' ? 'cases' : 'case', 'reason'],
    additionalProperties: false,
  }
}

function readChoice(answer: Value, ids: readonly string[], mode: 'one' | 'many'): Reading<{ ids: string[]; reason: string }> {
  const { case: one, cases: many, reason } = answer as Record<string, Value>
  const chosen = mode === 'many' ? many : [one ?? null]
  if (!Array.isArray(chosen)) return { ok: false, problem: 'It does not list the cases.' }
  const unknown = chosen.find((id: Value) => id !== 'else' && !ids.includes(String(id)))
  if (unknown !== undefined) return { ok: false, problem: `It names no known case (${textOf(unknown) || 'empty'}).` }
  const known = ids.filter((id) => chosen.includes(id))
  return { ok: true, value: { ids: known, reason: textOf(reason) } }
}
