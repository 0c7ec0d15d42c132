import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const mixtureAnswer: Template = aroundPattern({
  id: 'mixture-answer',
  title: 'Many minds, one answer',
  summary: 'Two layers of four agents improve on each other; an aggregator writes the answer.',
  pattern: 'X12',
  outcome: 'Get a second opinion',
  tags: ['quality', 'layers'],
  kind: 'mixture-of-agents',
  description:
    'Ask something difficult. Four **proposers** answer, four more improve on what they see, and the **aggregator** writes the answer. It pays with different models: give each proposer its own.',
  field: { name: 'question', label: 'Question' },
  sample: 'How can a library stay useful when fewer people borrow books?',
  outputs: [['answer', 'Answer']],
})
