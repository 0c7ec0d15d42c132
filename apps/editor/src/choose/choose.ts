import type { PatternRow, Wizard, WizardAnswer, WizardQuestion } from '../api/types.ts'

/** An answer that was given, and to what. */
export interface Step {
  readonly question: WizardQuestion
  readonly answer: WizardAnswer
}

export interface Position {
  readonly steps: readonly Step[]
  /** What is asked next; null once a pattern is found. */
  readonly question: WizardQuestion | null
  readonly patternId: string | null
}

/** Where the answers (by their places, from the start) lead. Places that are not there end the way. */
export function follow({ start, questions }: Wizard, answers: readonly number[]): Position {
  const byId = new Map(questions.map((question) => [question.id, question]))
  const steps: Step[] = []
  let at = start
  for (const place of answers) {
    const question = byId.get(at)
    const answer = question?.answers[place]
    if (!question || !answer) break
    steps.push({ question, answer })
    at = answer.to
  }
  const question = byId.get(at) ?? null
  return { steps, question, patternId: question ? null : at }
}

/** Every pattern that can still be reached from a question. */
export function reachable({ questions }: Wizard, from: string): string[] {
  const byId = new Map(questions.map((question) => [question.id, question]))
  const walk = (id: string): string[] => byId.get(id)?.answers.flatMap(({ to }) => walk(to)) ?? [id]
  return [...new Set(walk(from))]
}

const usual: Pick<PatternRow, 'complexity' | 'overhead'> = { complexity: 3, overhead: 2 }

/**
 * The simplest pattern near the one found: of those the last two questions could have led to, the least complex, then
 * the one with the least overhead. Null if none is simpler.
 */
export function runnerUp(wizard: Wizard, { steps, patternId }: Position): string | null {
  const rows = new Map(wizard.matrix.map((row) => [row.id, row]))
  const weight = (id: string): number => {
    const { complexity, overhead } = rows.get(id) ?? usual
    return complexity * 10 + overhead
  }
  if (patternId === null) return null
  for (const { question } of steps.slice(-2).reverse()) {
    const near = reachable(wizard, question.id).filter((id) => weight(id) < weight(patternId))
    const best = near.sort((a, b) => weight(a) - weight(b))[0]
    if (best !== undefined) return best
  }
  return null
}

/** “Many items each on its own, known at the start: Yes”: why this pattern, in the person's own answers. */
export const because = (steps: readonly Step[]): string =>
  steps.map(({ question, answer }) => `${question.text} ${answer.text}.`).join(' ')
