import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const supportChain: Template = aroundPattern({
  id: 'support-chain',
  title: 'Support desk in a chain',
  summary: 'Billing, technical, general: the first desk that can handle the question answers it.',
  pattern: 'P03',
  outcome: 'Bring it to the right one',
  tags: ['support', 'triage'],
  kind: 'chain-of-responsibility',
  description:
    'Ask something. The desks are asked **in order** whether the question is theirs; the first that says yes answers, those behind it are never asked. The last desk takes everything, so that no question is lost.',
  field: { name: 'question', label: 'Question' },
  sample: 'I was charged twice this month. How do I get the money back?',
  outputs: [
    ['response', 'Answer'],
    ['handledBy', 'Answered by'],
  ],
})
