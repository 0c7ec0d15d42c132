import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const askFiveTimes: Template = aroundPattern({
  id: 'ask-five-times',
  title: 'Ask five times, count the answers',
  summary: 'The same question up to five times; the answer that comes most often wins.',
  pattern: 'X09',
  outcome: 'Get a second opinion',
  tags: ['vote', 'certainty'],
  kind: 'self-consistency',
  description:
    'Ask something with a short answer. It is asked up to five times with some variety; the **most frequent answer** wins. As soon as no other answer can catch up, no more calls are made. `agreement` says how sure it is.',
  params: { system: 'Answer with only one of: yes, no, it depends' },
  field: { name: 'question', label: 'Question' },
  sample: 'Should a team of five hold a meeting every day?',
  outputs: [
    ['answer', 'Answer'],
    ['agreement', 'Agreement'],
  ],
})
