import { completed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, fromPiece, namedOutcomes } from '../pattern/json.ts'
import type { listParams } from './pieces.ts'

const asked = ({ task, draft }: Readonly<Record<string, Value>>): string =>
  `Question:\n${textOf(task)}\n\n---\n\nAnswer:\n${textOf(draft)}`

const runDoubt: NodeBehaviour = { inTurn: (_, { ports }) => completed({ out: asked(ports) }) }

/** Nothing that can be read leaves nothing to check: the writer then reads its answer once more. */
const runList: NodeBehaviour<z.infer<typeof listParams>> = {
  inTurn({ maxQuestions }, { value }) {
    const list =
      isRecord(value) && Array.isArray(value.questions) ? value.questions.map((one) => textOf(one).trim()) : []
    return completed({ items: [...new Set(list.filter(Boolean))].slice(0, maxQuestions) })
  },
}

const runBrief: NodeBehaviour = {
  inTurn(_, { ports }) {
    const checks = namedOutcomes(ports.outcomes, fromPiece<readonly string[]>(ports.questions))
    const found = checks.map(
      ({ name, value, error }) => `${name}\n${error ? `Could not be checked: ${error.message}` : textOf(value)}`,
    )
    const findings = found.length > 0 ? found.join('\n\n') : 'Nothing was asked back.'
    const prompt = `${asked(ports)}\n\n---\n\nFound out independently:\n${findings}\n\n---\n\nWrite the answer again. Change what the findings contradict, leave out what they could not confirm, and say nothing about the checking.`
    const failed = checks.filter(({ status }) => status !== 'ok').length
    return completed({ prompt, checks: asValue(checks), record: { questions: checks.length, failed } })
  },
}

export const runners = {
  'chain-of-verification': {},
  'chain-of-verification-doubt': runDoubt,
  'chain-of-verification-list': runList,
  'chain-of-verification-brief': runBrief,
}
