import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import type { Tally } from '../vote/tally.ts'
import { asValue, fromStage, type Review, type Sitting } from './members.ts'
import type { brief, chair, close } from './stages.ts'

type Standing = {
  readonly label: string
  readonly member: string
  readonly score: number
  readonly meanRank: number | null
  readonly ballots: number
  readonly firsts: number
}

type State = {
  readonly model: string
  readonly sitting: Sitting
  readonly reviews: readonly Review[]
  /** Best first; without enough ballots in the order of labels. */
  readonly standings: readonly Standing[]
  readonly ranked: boolean
  /** Revised answers by label. */
  readonly revised: Readonly<Record<string, string>>
}

/** What the chair reads, and what the result is made of. */
export const runBrief: NodeBehaviour<z.infer<typeof brief.params>> = {
  inTurn({ minBallots, model }, { ports }) {
    const sitting = fromStage<Sitting>(ports.sitting)
    const reviews = fromStage<readonly Review[]>(ports.reviews ?? [])
    // Two arrivals if there is no winner: the tally, and why.
    const tally = fromStage<Tally>(Array.isArray(ports.tally) ? ports.tally[0] : ports.tally)
    const valid = reviews.filter((review) => review.valid)
    const ranked = valid.length >= minBallots && tally.winner !== null
    const standings = sitting.answers.map(({ label, name }) => standingOf(label, name, valid, tally))
    const rank = ({ label }: Standing) => tally.candidates.find(({ value }) => value === label)?.rank ?? 0
    const byLabel = (a: Standing, b: Standing) => (a.label < b.label ? -1 : 1)
    const sorted = [...standings].sort((a, b) => (ranked ? rank(a) - rank(b) : 0) || byLabel(a, b))
    const state: State = {
      model,
      sitting,
      reviews,
      standings: sorted,
      ranked,
      revised: revisedOf(ports.revisions, sitting),
    }
    return completed({ out: asValue({ model, prompt: chairPrompt(state) }), state: asValue(state) })
  },
}

function standingOf(label: string, member: string, valid: readonly Review[], tally: Tally): Standing {
  const places = valid.filter(({ shown }) => shown.includes(label)).map(({ ranking }) => ranking.indexOf(label) + 1)
  const meanRank = places.length === 0 ? null : places.reduce((sum, place) => sum + place, 0) / places.length
  const score = tally.candidates.find(({ value }) => value === label)?.score ?? 0
  return {
    label,
    member,
    score,
    meanRank,
    ballots: places.length,
    firsts: places.filter((place) => place === 1).length,
  }
}

/** A member that failed to revise stays with its first answer. */
function revisedOf(outcomes: Value | undefined, { answers }: Sitting): Record<string, string> {
  const list = fromStage<readonly Record<string, Value>[]>(outcomes ?? [])
  return Object.fromEntries(
    answers.flatMap(({ label }, i) => {
      const text = list[i]?.status === 'ok' ? textOf(list[i]?.value) : ''
      return text.trim() === '' ? [] : [[label, text]]
    }),
  )
}

function chairPrompt({ sitting, reviews, standings, ranked, revised }: State): string {
  const answers = [...sitting.answers].sort((a, b) => (a.label < b.label ? -1 : 1))
  const places = standings.map(({ label, score, meanRank }, i) => {
    const mean = meanRank === null ? 'not ranked' : `mean place ${Math.round(meanRank * 100) / 100}`
    return `${i + 1}. ${label} (score ${Math.round(score * 100) / 100}, ${mean})`
  })
  const critiques = reviews
    .filter(({ valid, critique }) => valid && critique.trim() !== '')
    .map(({ critique }) => `- ${critique}`)
  return [
    `Question:\n${sitting.question}`,
    ...answers.map(({ label, text }) => `Answer ${label}:\n${revised[label] ?? text}`),
    ranked ? `Ranking by the reviewers, best first:\n${places.join('\n')}` : 'The reviewers gave no usable ranking.',
    ...(critiques.length > 0 ? [`Reviews:\n${critiques.join('\n')}`] : []),
  ].join('\n\n---\n\n')
}

const chairInstructions =
  'You chair a council. Write the one answer it gives, from the answers, the reviews and the ranking. Take what is right from each, settle contradictions, say where the council stayed divided. Answer the question directly; do not write about the council or its labels.'

export const runChair: NodeBehaviour<z.infer<typeof chair.params>> = {
  async task(ctx, _, { value }) {
    const { model, prompt } = fromStage<{ model: string; prompt: string }>(value)
    const messages = [
      { role: 'system' as const, content: chairInstructions },
      { role: 'user' as const, content: prompt },
    ]
    const answer = await ctx.ask({ model: model || undefined, messages, role: 'chair' })
    return completed({ out: answer.text })
  },
}

/** Names come back here. If the chair failed, the best ranked answer stands in, marked as not synthesised. */
export const runClose: NodeBehaviour<z.infer<typeof close.params>> = {
  inTurn({ onChairFailure }, { ports }) {
    const { sitting, reviews, standings, ranked, revised } = fromStage<State>(ports.state)
    const textOfLabel = (label: string) =>
      revised[label] ?? sitting.answers.find((answer) => answer.label === label)?.text ?? ''
    const written = typeof ports.chair === 'string' ? ports.chair : ''
    const synthesised = written.trim() !== ''
    if (!synthesised && onChairFailure === 'fail') return chairFailed(ports.chair)
    const top = standings[0]
    const answer = synthesised ? written : textOfLabel(top?.label ?? '')
    const labels = Object.fromEntries(sitting.answers.map(({ label, name }) => [label, name]))
    const ranking = standings.map(({ member, score, meanRank, ballots }) => ({ member, score, meanRank, ballots }))
    const answers = [
      ...sitting.answers.map(({ label, name, text }) => ({
        label,
        member: name,
        text,
        ...(revised[label] === undefined ? {} : { revised: revised[label] }),
      })),
      ...sitting.absent.map(({ name, error }) => ({ label: null, member: name, error })),
    ]
    const ballots = reviews.map(({ reviewer, ranking, critique, valid, problem }) => ({
      reviewer,
      ranking,
      critique,
      valid,
      ...(problem === undefined ? {} : { problem }),
    }))
    // Answers that somebody held to be the best, although the council did not.
    const dissent = ranked
      ? standings
          .filter(({ label, firsts }) => label !== top?.label && firsts > 0)
          .map(({ label, member, firsts }) => ({ member, firstPlaces: firsts, answer: textOfLabel(label) }))
      : []
    const record = {
      synthesised,
      ranked,
      labels,
      answers,
      ballots,
      ...(synthesised || !isRecord(ports.chair) ? {} : { chairError: ports.chair }),
    }
    return completed({
      answer,
      ranking: asValue(ranking),
      dissent: asValue(dissent),
      answers: asValue(answers),
      ballots: asValue(ballots),
      labels,
      record: asValue(record),
    })
  },
}

function chairFailed(error: Value | undefined) {
  const known = isRecord(error) ? error : {}
  const code = typeof known.code === 'string' ? known.code : 'chair-failed'
  return failed(code, `The chair could not write the answer. ${textOf(known.message ?? 'It gave no text.')}`)
}
