import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { askReadable, objectOf } from '../ask.ts'
import { labelAt } from '../pattern/judging.ts'
import type { vote } from './definition.ts'

type Judge = NonNullable<NodeBehaviour<z.infer<typeof vote.params>>['task']>

/** Every live edge is a candidate, a list as many; what a ballot would have chosen counts as well. */
function candidatesOf(arrivals: Parameters<Judge>[2]['arrivals']): Value[] {
  const found = arrivals.flatMap(({ signal }): readonly Value[] => {
    if (!signal.live) return []
    const { value } = signal
    if (Array.isArray(value)) return value as readonly Value[]
    if (isRecord(value) && Array.isArray(value.candidates)) return value.candidates as readonly Value[]
    return [isRecord(value) && value.choice !== undefined ? (value.choice as Value) : (value as Value)]
  })
  const seen = new Set<string>()
  return found.filter((value) => {
    const key = textOf(value).trim()
    if (key === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/**
 * A model picks among the candidates, asked twice with the order turned round: one that prefers what stands first
 * contradicts itself, and then the first candidate wins “by index” (CATALOGUE §6, X10).
 */
export const judge: Judge = async (ctx, params, { arrivals, connected, names }) => {
  const candidates = (params.candidates as readonly Value[] | undefined) ?? candidatesOf(arrivals)
  const tally = (picks: readonly number[], invalid: number) => {
    const votes = candidates.map((_, index) => picks.filter((pick) => pick === index).length)
    const most = Math.max(0, ...votes)
    const first = votes.indexOf(most)
    const agreed = most > 0 && votes.filter((count) => count === most).length === 1
    const order = candidates.map((_, i) => i).sort((a, b) => (votes[b] ?? 0) - (votes[a] ?? 0) || a - b)
    return {
      rule: 'judge',
      winner: picks.length === 0 ? null : (candidates[first] ?? null),
      decidedBy: picks.length === 0 ? null : agreed || candidates.length === 1 ? 'rule' : 'index',
      candidates: candidates.map((value, index) => ({
        value,
        index,
        votes: votes[index] ?? 0,
        score: null,
        rank: order.indexOf(index) + 1,
      })),
      ballots: { valid: picks.length, invalid, abstained: 0 },
      quorum: { needed: 0, met: true },
    }
  }
  const end = (picks: readonly number[], invalid: number, reason: string) => {
    const record = tally(picks, invalid) as unknown as Value
    if (picks.length > 0)
      return completed(
        {
          out: candidates[tally(picks, invalid).candidates.findIndex(({ rank }) => rank === 1)] ?? null,
          tally: record,
        },
        record,
      )
    if (connected.has('undecided')) return completed({ undecided: { reason, tally: record }, tally: record }, record)
    return failed(
      'undecided',
      'The judge picked none of the candidates. Connect the “undecided” port to say what then.',
      record,
    )
  }
  if (candidates.length < 2)
    return end(
      candidates.map((_, i) => i),
      0,
      'no-valid-ballot',
    )
  const [model = '', criteria = ''] = await ctx.render([params.model ?? '', params.criteria], names)
  const labels = candidates.map((_, i) => labelAt(i))
  const forward = candidates.map((_, i) => i)
  const picks: number[] = []
  let invalid = 0
  for (const [turn, order] of [forward, [...forward].reverse()].entries()) {
    const shown = order
      .map((candidate, i) => `Answer ${labels[i]}:\n${textOf(candidates[candidate])}`)
      .join('\n\n---\n\n')
    const read = await askReadable(
      keyed(ctx, turn),
      {
        model: model.trim() || undefined,
        role: 'judge',
        messages: [
          { role: 'system', content: `You are a fair judge. ${criteria}`.trim() },
          { role: 'user', content: `${shown}\n\nWhich one is best? Answer with {"winner": "<letter>"}.` },
        ],
        schema: {
          type: 'object',
          properties: { winner: { enum: labels } },
          required: ['winner'],
          additionalProperties: false,
        },
      },
      objectOf<number>((value) => {
        const at = labels.indexOf(isRecord(value) ? textOf(value.winner).trim().toUpperCase() : '')
        return at < 0 ? { ok: false, problem: 'It names none of the answers.' } : { ok: true, value: order[at] ?? 0 }
      }),
    )
    if (read.ok) picks.push(read.value)
    else invalid++
  }
  return end(picks, invalid, 'no-valid-ballot')
}

/** The same door to the model under another durable key, so that both questions are on record. */
function keyed(ctx: Parameters<Judge>[0], turn: number): Parameters<Judge>[0] {
  return { ...ctx, ask: (request, key = 'answer') => ctx.ask(request, `${key}-${turn + 1}`) }
}
