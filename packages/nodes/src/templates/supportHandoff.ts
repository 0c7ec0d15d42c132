import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const supportHandoff: Template = aroundPattern({
  id: 'support-handoff',
  title: 'Support that hands over',
  summary: 'Reception finds out what it is about and hands over to billing or technical support.',
  pattern: 'X02',
  outcome: 'Bring it to the right one',
  tags: ['support', 'conversation'],
  kind: 'handoff',
  params: { maxHandoffs: 4 },
  description:
    'A customer writes. **Reception** reads it first and either answers or hands over to **Billing** or **Technical**; whoever has the conversation may hand it on. After four handovers without an answer it is escalated, with everything that was said.',
  field: { name: 'message', label: 'Message of a customer' },
  sample: 'Why does the app want my card again although I paid on Monday?',
  outputs: [
    ['answer', 'Answer'],
    ['path', 'Who had it'],
    ['escalate', 'Nobody could answer'],
  ],
})
