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
      // In turn and only as far as needed: a later condition may name what is not there.
      const taken = mode === 'many' ? cases.filter(holds) : [cases.find(holds)]
      return send(
        value,
        taken.flatMap((found) => (found ? [found.id] : [])),
      )
    })
  },
  async task(ctx, { mode, cases, classifier }, { value, names: known }) {
    const [instructions = '', model = ''] = await ctx.render(
      [classifier?.instructions ?? '', classifier?.model ?? ''],
      known,
    )
    const ids = cases.map(({ id }) => id)
    const listed = cases.map(({ id, label }) => (label ? `- ${id}: ${label}` : `- ${id}`)).join('\n')
    const names = [...ids, 'else'].join(', ')
    const how = mode === 'many' ? `one or several of, separated by commas: ${names}` : `exactly one of: ${names}`
    const system = [
      instructions,
      `Sort what you are given. The cases are:\n${listed}\n- else: none of these`,
      `Answer with ${how}`,
    ]
    const chosen = await askReadable(
      ctx,
      {
        model: model.trim() || undefined,
        messages: [...message('system', system.filter(Boolean).join('\n\n')), { role: 'user', content: textOf(value) }],
        role: 'classifier',
      },
      ({ text }) => readChoice(text, cases, mode),
    )
    // A choice that cannot be read twice is no choice: the value goes where everything unknown goes.
    return chosen.ok ? send(value, chosen.value) : send(value, [], chosen.problem)
  },
}

function send(value: Value, ids: readonly string[], reason?: string): Outcome {
  const taken = ids.length === 0 ? ['else'] : ids
  return completed(Object.fromEntries(taken.map((id) => [id, value])), { taken, ...(reason ? { reason } : {}) })
}

/** The ids in an answer, in the order of the cases. Case, quotes, full stops and what follows a colon do not matter. */
function readChoice(text: string, cases: readonly Case[], mode: 'one' | 'many'): Reading<string[]> {
  const bare = (word: string) =>
    word
      .replace(/:.*$/s, '')
      .replace(/^[\s"'“”`*.[{(-]+|[\s"'“”`*.\]})]+$/g, '')
      .toLowerCase()
  const known = new Map<string, string>([['else', 'else']])
  for (const { id, label } of cases) if (label) known.set(bare(label), id)
  for (const { id } of cases) known.set(bare(id), id)
  const exact = cases.find(({ id }) => id === text.trim())
  if (exact) return { ok: true, value: [exact.id] }
  const words = mode === 'many' ? text.split(/[,\n]/) : [text]
  const found = words
    .map(bare)
    .filter((word) => word !== '')
    .map((word) => known.get(word))
  if (found.length === 0 || found.includes(undefined)) {
    return { ok: false, problem: `“${text.trim().slice(0, 80)}” is none of the cases.` }
  }
  return { ok: true, value: cases.map(({ id }) => id).filter((id) => found.includes(id)) }
}
