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
  params: {
    predicate: 'rules',
    handlers: [
      {
        name: 'Billing',
        prompt: 'You are the billing desk. Answer questions about money.',
        when: { left: 'input.question', op: 'matches', right: '[Cc]harge|[Ii]nvoice|[Rr]efund|[Pp]ay' },
      },
      {
        name: 'Technical',
        prompt: 'You are technical support. Find the cause and say what to do.',
        when: { left: 'input.question', op: 'matches', right: '[Cc]rash|[Ee]rror|[Ss]low|sign in|not work' },
      },
      { name: 'General', prompt: 'You are the front desk. Help with anything, or say who can.' },
    ],
  },
  description:
    'Ask something. The desks are gone through **in order**: the first whose condition fits the question answers, those behind it are never asked. The last desk takes everything, so that no question is lost. Set *Who decides* to `agent` and a model reads what each desk can handle.',
  field: { name: 'question', label: 'Question' },
  sample: 'The app crashes as soon as I open the calendar. What can I do?',
  outputs: [
    ['response', 'Answer'],
    ['handledBy', 'Answered by'],
  ],
})
