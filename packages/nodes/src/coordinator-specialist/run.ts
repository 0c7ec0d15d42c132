import { completed, failed, isRecord, type NodeBehaviour, StepFailure, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { askReadable, message, objectOf, type Reading } from '../ask.ts'
import { duplicates } from '../params.ts'
import type { WorkItem } from '../pattern/body.ts'
import { asValue, errorOf, fromPiece, namedOutcomes, type PartOutcome, reasonsOf } from '../pattern/json.ts'
import type { route } from './pieces.ts'

type Requirement = { readonly id: string; readonly text: string }
type State = { readonly specialists: readonly string[]; readonly partial: boolean }

export const runList: NodeBehaviour = {
  inTurn(_, { value }) {
    const given = Array.isArray(value) ? (value as readonly Value[]) : [value]
    const items = given.map((one, i): Requirement => {
      const { id = null, text = null } = isRecord(one) ? (one as Record<string, Value>) : {}
      return { id: id === null ? `r${i + 1}` : textOf(id), text: text === null ? textOf(one) : textOf(text) }
    })
    const [twice] = duplicates(items.map(({ id }) => id))
    if (twice !== undefined)
      return failed(
        'duplicate-id',
        `Two requirements have the id “${twice}”. Results go by id: give one of them another.`,
      )
    return completed({ items: asValue(items) })
  },
}

const generalist = {
  name: 'Generalist',
  model: '',
  prompt: 'You are a generalist and help with anything. Say what you are not sure of.',
}

/** Names nobody goes by are asked for once more; they never reach a specialist. */
export const runRoute: NodeBehaviour<z.infer<typeof route.params>> = {
  async task(ctx, { specialists, model, prompt, maxSpecialists, onUnknown }, { value, names }) {
    const { text } = fromPiece<Requirement>(value)
    const texts = await ctx.render([prompt, model, ...specialists.map((one) => one.prompt)], names)
    const [instructions = '', asked = '', ...systems] = texts
    const roster = specialists.map(({ name }, i) => `- ${name}: ${(systems[i] ?? '').slice(0, 300)}`).join('\n')
    const known = specialists.map(({ name }) => name)
    const asking = `${instructions}\n\nThe specialists are:\n${roster}\n\nName those who should work on the requirement, at most ${maxSpecialists}. Answer as JSON: {"specialists": ["<name>"]}.`
    const read = await askReadable(
      ctx,
      {
        model: asked.trim() || undefined,
        messages: [...message('system', asking), { role: 'user', content: `Requirement:\n${text}` }],
        schema: {
          type: 'object',
          properties: {
            specialists: {
              type: 'array',
              items: { type: 'string', enum: known },
              minItems: 1,
              maxItems: maxSpecialists,
            },
          },
          required: ['specialists'],
          additionalProperties: false,
        },
        role: 'classifier',
      },
      objectOf((answer) => readNames(answer, known)),
    )
    if (!read.ok && onUnknown === 'fail')
      throw new StepFailure('no-specialist', `The coordinator named nobody who is there. ${read.problem}`)
    const chosen = read.ok
      ? read.value.slice(0, maxSpecialists).map((i) => ({ ...specialists[i], prompt: systems[i] ?? '' }))
      : [generalist]
    const items = chosen.map(({ model: own = '', prompt: system }): WorkItem => ({ model: own, system, prompt: text }))
    return completed({ items: asValue(items), names: chosen.map(({ name = '' }) => name) })
  },
}

/** Places of those named, each once. */
function readNames(answer: Value, known: readonly string[]): Reading<number[]> {
  const list = isRecord(answer) && Array.isArray(answer.specialists) ? answer.specialists : []
  const places = list.map((name) => known.findIndex((one) => one.toLowerCase() === textOf(name).trim().toLowerCase()))
  const found = [...new Set(places)].filter((place) => place !== -1)
  if (found.length > 0) return { ok: true, value: found }
  return { ok: false, problem: `It names none of ${known.join(', ')}.` }
}

export const runAnswers: NodeBehaviour = {
  inTurn(_, { ports }) {
    const names = fromPiece<readonly string[]>(ports.names)
    const outcomes = namedOutcomes(ports.outcomes, names)
    const ok = outcomes.filter(({ status }) => status === 'ok')
    if (ok.length === 0) return failed('all-failed', `None of the specialists answered. ${reasonsOf(outcomes)}`)
    const state: State = { specialists: names, partial: ok.length < outcomes.length }
    if (ok.length === 1) return completed({ single: ok[0]?.value ?? null, state: asValue(state) })
    const { text } = fromPiece<Requirement>(ports.requirement)
    return completed({ prompt: integration(text, outcomes), state: asValue(state) })
  },
}

const integration = (requirement: string, outcomes: readonly PartOutcome[]) =>
  [
    `Requirement:\n${requirement}`,
    ...outcomes.map(({ name, status, value, error }) =>
      status === 'ok' ? `${name}:\n${textOf(value)}` : `${name} gave no answer: ${error?.message ?? ''}`,
    ),
  ].join('\n\n---\n\n')

export const runSolution: NodeBehaviour = {
  inTurn: (_, { ports }) => completed({ out: { value: ports.value ?? null, ...fromPiece<State>(ports.state) } }),
}

export const runClose: NodeBehaviour = {
  inTurn(_, { ports }) {
    const items = fromPiece<readonly Requirement[]>(ports.items)
    const outcomes = fromPiece<readonly { status: string; value?: Value; error?: Value }[]>(ports.outcomes)
    const solved = items.flatMap(({ id }, i) => {
      const { status, value, error } = outcomes[i] ?? { status: 'failed' }
      return [
        { id, ok: status === 'ok', value: fromPiece<State & { value: Value }>(value ?? {}), error: errorOf(error) },
      ]
    })
    const broken = solved.filter(({ ok }) => !ok)
    const record = {
      requirements: items.length,
      failed: broken.map(({ id, error }) => ({ id, ...error })),
      partial: solved.filter(({ ok, value }) => ok && value.partial).map(({ id }) => id),
    }
    if (items.length > 0 && broken.length === items.length)
      return failed(
        'all-failed',
        `No requirement was solved. ${broken.map(({ id, error }) => `${id}: ${error.message}`).join(' ')}`,
        record,
      )
    return completed({
      results: Object.fromEntries(solved.map(({ id, ok, value }) => [id, ok ? value.value : null])),
      routing: Object.fromEntries(solved.map(({ id, ok, value }) => [id, ok ? value.specialists : []])),
      record: asValue(record),
    })
  },
}
