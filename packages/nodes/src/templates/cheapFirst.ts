import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const cheapFirst: Template = aroundPattern({
  id: 'cheap-first',
  title: 'Cheap first, better if need be',
  summary: 'A small model answers; only if it is not sure a larger one is asked.',
  pattern: 'X13',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['cheap', 'escalation'],
  kind: 'cascade',
  description:
    'Ask something. The **small** model answers and says how sure it is; below 0.6 the **large** one is asked. `level` says who answered, `accepted` whether that was good enough. Give the levels different models to save money.',
  params: { minConfidence: 0.6 },
  field: { name: 'question', label: 'Question' },
  sample: 'Which notice period applies to a rented flat?',
  outputs: [
    ['answer', 'Answer'],
    ['level', 'Level'],
    ['accepted', 'Accepted?'],
  ],
})
