import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const draftAndReview: Template = aroundPattern({
  id: 'draft-and-review',
  title: 'Write, review, mend',
  summary: 'A writer drafts, an evaluator scores and says what to change, until the text is good enough.',
  pattern: 'X06',
  outcome: 'Check before it goes out',
  tags: ['writing', 'review', 'loop'],
  kind: 'evaluator-optimizer',
  description:
    'Say what to write. The **evaluator** scores each draft; below 0.8 the writer gets its reasons and tries again, three times at the most. If none passes, the best draft counts and `passed` is false.',
  field: { name: 'task', label: 'What to write' },
  sample: 'Write a short note that tells customers about a price increase of five percent.',
  outputs: [
    ['result', 'Text'],
    ['passed', 'Passed?'],
    ['verdicts', 'Verdicts'],
  ],
})
