import { aroundPool } from './aroundPool.ts'
import type { Template } from './template.ts'

export const askOnce: Template = aroundPool({
  id: 'ask-once',
  title: 'Ask once, answer many',
  summary: 'Eight mails ask four things: each is worked out once, and the others are given the same answer.',
  pattern: 'X25',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['cache', 'cheap', 'repeats'],
  kind: 'pool',
  name: 'Each question',
  params: { concurrency: 4 },
  description:
    'The same question is **asked only once**, also when two come at the same moment: the second waits for the first and takes its answer. The node in the middle counts how many were made and how many reused; reused ones cost nothing.',
  field: { name: 'questions', label: 'Questions, one per line', type: 'list' },
  sample: [
    'How do I change my password?',
    'Where is my invoice?',
    'How do I change my password?',
    'Can I pay by card?',
    'Where is my invoice?',
    'How do I change my password?',
    'Do you deliver on Saturdays?',
    'Where is my invoice?',
  ],
  within: [{ kind: 'memoised-step', title: 'Once per question' }],
  worker: { title: 'Answer', system: 'You answer customers in one sentence.', prompt: '{{ input }}' },
  outputs: [
    ['results', 'Answers'],
    ['summary', 'How it went'],
  ],
})
