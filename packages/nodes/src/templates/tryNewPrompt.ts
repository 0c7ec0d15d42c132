import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const tryNewPrompt: Template = aroundPattern({
  id: 'try-a-new-prompt',
  title: 'Try a new prompt in the shadow',
  summary: 'The prompt in use answers; a new one is asked as well, and a judge compares them unseen.',
  pattern: 'X24',
  outcome: 'Try things out',
  tags: ['testing', 'prompts'],
  kind: 'champion-challenger',
  params: { share: 1 },
  description:
    'Ask something. The **champion** answers, as always. The **challenger** is asked the same, and a judge who does not know which is which says whose answer is better. Nobody but you sees it: `comparison` has both. Here every request is tried; set the share to one in ten for real use.',
  field: { name: 'question', label: 'Question' },
  sample: 'How do I get coffee stains out of a wool carpet?',
  outputs: [
    ['answer', 'Answer'],
    ['comparison', 'Comparison'],
  ],
})
