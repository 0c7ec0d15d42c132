import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { message } from '../ask.ts'
import { randomOf, shuffled } from '../random.ts'
import { type Answer, asValue, fromStage, labelAt, type ReviewTask, type Sitting, withoutNames } from './members.ts'
import type { anonymise, member, open } from './stages.ts'

type Item = { readonly name: string; readonly model: string; readonly prompt: string; readonly question: string }

/** One item per member, with everything it needs: a body sees nothing else. */
export const runOpen: NodeBehaviour<z.infer<typeof open.params>> = {
  async task(ctx, { members, question }, { names }) {
    const [asked = '', ...prompts] = await ctx.render([question, ...members.map(({ prompt }) => prompt)], names)
    const items = members.map(
      ({ name, model = '' }, i): Item => ({ name, model, prompt: prompts[i] ?? '', question: asked }),
    )
    return completed({ items: items.map(asValue) })
  },
}

export const runMember: NodeBehaviour<z.infer<typeof member.params>> = {
  async task(ctx, _, { value }) {
    const { model, prompt, question } = fromStage<Item>(value)
    const messages = [...message('system', prompt), { role: 'user' as const, content: question }]
    const answer = await ctx.ask({ model: model || undefined, messages, role: 'member' })
    return completed({ out: answer.text })
  },
}

/** Labels are dealt by the seed, so that a label says nothing about its author; each reviewer's order is its own. */
export const runAnonymise: NodeBehaviour<z.infer<typeof anonymise.params>> = {
  inTurn({ members, review, minAnswers }, { ports, seed }) {
    const outcomes = fromStage<readonly Record<string, Value>[]>(ports.outcomes ?? [])
    const items = fromStage<readonly Item[]>(ports.items ?? [])
    const question = items[0]?.question ?? ''
    const names = members.map(({ name }) => name)
    const answered = outcomes.flatMap(({ index, status, value }) => {
      const text = textOf(value)
      return status === 'ok' && text.trim() !== ''
        ? [{ member: Number(index), name: names[Number(index)] ?? '', text }]
        : []
    })
    const present = new Set(answered.map(({ name }) => name))
    const absent = names.flatMap((name, i) => (present.has(name) ? [] : [{ name, error: reasonOf(outcomes[i]) }]))
    if (answered.length < minAnswers) {
      const reasons = absent.map(({ name, error }) => `${name}: ${error}`).join(' ')
      const message = `${answered.length} of ${names.length} members answered; at least ${minAnswers} must. ${reasons}`
      return failed('too-few-answers', message)
    }
    const random = randomOf(seed)
    const labels = shuffled(
      answered.map((_, i) => labelAt(i)),
      random,
    )
    const answers = answered.map((answer, i): Answer => ({ label: labels[i] ?? '', ...answer }))
    const sitting: Sitting = { question, answers, absent }
    const tasks = answers.flatMap((own): ReviewTask[] => {
      const visible = review === 'all' ? answers : answers.filter(({ member }) => member !== own.member)
      const shown = shuffled(visible, random).map(({ label, text }) => ({ label, text: withoutNames(text, names) }))
      if (shown.length === 0) return []
      return [{ reviewer: own.name, model: members[own.member]?.model ?? '', question, shown }]
    })
    return completed({ tasks: tasks.map(asValue), sitting: asValue(sitting) })
  },
}

function reasonOf(outcome: Record<string, Value> | undefined): string {
  const error = outcome?.error
  return isRecord(error) ? textOf(error.message) : 'It gave no answer.'
}
