import { completed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { askReadable, message, objectOf, type Reading } from '../ask.ts'
import { asValue, fromStage, type Review, type ReviewTask, type Sitting, withoutNames } from './members.ts'
import type { ballots, reviewer, reviser } from './stages.ts'

/** A ranking that cannot be read the second time either is an invalid ballot; an error of the model fails the item. */
export const runReviewer: NodeBehaviour<z.infer<typeof reviewer.params>> = {
  async task(ctx, _, { value }) {
    const task = fromStage<ReviewTask>(value)
    const labels = task.shown.map(({ label }) => label)
    const read = await askReadable(
      ctx,
      {
        model: task.model || undefined,
        messages: [
          { role: 'system', content: instructions(labels) },
          { role: 'user', content: showing(task) },
        ],
        schema: rankingSchema(labels),
        role: 'reviewer',
      },
      objectOf((answer) => readRanking(answer, labels)),
    )
    const review = read.ok
      ? { ...read.value, valid: true }
      : { ranking: [], critique: '', valid: false, problem: read.problem }
    return completed({ out: asValue({ reviewer: task.reviewer, shown: labels, ...review } satisfies Review) })
  },
}

const instructions = (labels: readonly string[]) =>
  `You review answers to a question. They carry the labels ${labels.join(', ')}; who wrote them is not known. Judge each on its accuracy and insight, say briefly what is strong and weak in it, then rank all of them, best first. Answer as JSON: {"ranking": ["<best label>", "…"], "critique": "<your review>"}. The ranking names every label exactly once.`

const showing = ({ question, shown }: ReviewTask) =>
  [`Question:\n${question}`, ...shown.map(({ label, text }) => `Answer ${label}:\n${text}`)].join('\n\n---\n\n')

const rankingSchema = (labels: readonly string[]) => ({
  type: 'object',
  properties: {
    ranking: {
      type: 'array',
      items: { type: 'string', enum: labels },
      minItems: labels.length,
      maxItems: labels.length,
      description: 'All labels, best first',
    },
    critique: { type: 'string', description: 'What is strong and weak in each answer' },
  },
  required: ['ranking'],
})

/** Valid is only a permutation of what was shown: an order of mention is not a ranking. */
export function readRanking(
  answer: Value,
  labels: readonly string[],
): Reading<{ ranking: string[]; critique: string }> {
  if (!isRecord(answer) || !Array.isArray(answer.ranking)) return { ok: false, problem: 'It has no list “ranking”.' }
  const ranking = answer.ranking.map((label: Value) => textOf(label).trim())
  const complete = ranking.length === labels.length && labels.every((label) => ranking.includes(label))
  if (complete) return { ok: true, value: { ranking, critique: textOf(answer.critique) } }
  return {
    ok: false,
    problem: `“ranking” must name each of ${labels.join(', ')} exactly once, but it is ${JSON.stringify(ranking).slice(0, 200)}.`,
  }
}

/** Ballots for the vote, and for each member the reviews of its answer. Candidates go by name, so that ties do not hang on the shuffle. */
export const runBallots: NodeBehaviour<z.infer<typeof ballots.params>> = {
  inTurn({ members }, { ports }) {
    const sitting = fromStage<Sitting>(ports.sitting)
    const tasks = fromStage<readonly ReviewTask[]>(ports.tasks ?? [])
    const outcomes = fromStage<readonly Record<string, Value>[]>(ports.outcomes ?? [])
    const reviews = tasks.map((task, i): Review => {
      const { status, value, error } = outcomes[i] ?? {}
      if (status === 'ok' && isRecord(value)) return fromStage<Review>(value)
      const problem = isRecord(error) ? textOf(error.message) : 'It did not answer.'
      return {
        reviewer: task.reviewer,
        shown: task.shown.map(({ label }) => label),
        ranking: [],
        critique: '',
        valid: false,
        problem,
      }
    })
    const candidates = [...sitting.answers].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ label }) => label)
    const cast = reviews.map(({ reviewer, shown, ranking, valid }) => ({
      voter: reviewer,
      // Text in the place of a list is an unreadable ballot to the vote, which counts it as such.
      ranking: valid ? ranking : 'unreadable',
      among: shown,
    }))
    const names = members.map(({ name }) => name)
    const revisions = sitting.answers.map(({ label, text, member }) => ({
      label,
      own: text,
      model: members[member]?.model ?? '',
      prompt: members[member]?.prompt ?? '',
      question: sitting.question,
      critiques: reviews
        .filter(({ valid, shown }) => valid && shown.includes(label))
        .map(({ critique }) => withoutNames(critique, names)),
    }))
    return completed({
      vote: asValue({ candidates, ballots: cast }),
      reviews: reviews.map(asValue),
      revisions: revisions.map(asValue),
    })
  },
}

type Revision = {
  readonly label: string
  readonly own: string
  readonly model: string
  readonly question: string
  readonly critiques: readonly string[]
}

export const runReviser: NodeBehaviour<z.infer<typeof reviser.params>> = {
  async task(ctx, _, { value }) {
    const { label, own, model, question, critiques } = fromStage<Revision>(value)
    const system =
      'You wrote an answer and now get reviews of it. Keep what is right, mend what is wrong, and answer the question again in full.'
    const reviews = critiques.map((critique, i) => `Review ${i + 1}:\n${critique}`)
    const content = [`Question:\n${question}`, `Your answer (reviewers call it ${label}):\n${own}`, ...reviews].join(
      '\n\n---\n\n',
    )
    const messages = [...message('system', system), { role: 'user' as const, content }]
    const answer = await ctx.ask({ model: model || undefined, messages, role: 'member' })
    return completed({ out: answer.text })
  },
}
