import { z } from 'zod'
import type { Api } from '../http/route.ts'
import { matrix, patternNames } from '../wizard/patterns.ts'
import { addOns, questions, short } from '../wizard/questions.ts'

const Answer = z.object({
  text: z.string(),
  hint: z.string().optional().describe('An example, in plain words'),
  to: z.string().describe("A question's or a pattern's id"),
})
const Question = z.object({ id: z.string(), text: z.string(), answers: z.array(Answer) })
const Wizard = z.object({
  start: z.string(),
  questions: z.array(Question),
  addOns: z.array(Answer),
  short: z.object({ start: z.string(), questions: z.array(Question) }),
  matrix: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      bestFor: z.string(),
      parallelism: z.union([z.int(), z.enum(['m', 'v'])]).describe('0 none … 4 very high; m mixed, v variable'),
      complexity: z.int(),
      overhead: z.int(),
    }),
  ),
  patterns: z.array(z.object({ id: z.string(), name: z.string() })).describe('Every pattern an answer may lead to'),
})

export function wizardRoutes(api: Api): void {
  const patterns = Object.entries(patternNames).map(([id, name]) => ({ id, name }))
  api.route(
    {
      method: 'get',
      path: '/api/wizard',
      tag: 'Catalogue',
      summary: 'The questions that lead to a pattern, as data.',
      answers: { 200: { description: 'Questions, add-ons, the short form and the table', schema: Wizard } },
    },
    (c) => c.json({ start: 'W1', questions, addOns, short, matrix, patterns }),
  )
}
