import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const askTheExperts: Template = aroundPattern({
  id: 'ask-the-experts',
  title: 'A manager with experts',
  summary: 'A manager calls the experts it needs, keeps control, and writes the answer itself.',
  pattern: 'X03',
  outcome: 'Bring it to the right one',
  tags: ['team', 'agents', 'tools'],
  kind: 'agents-as-tools',
  description:
    'Ask for something. The **manager** calls **specialists** like functions, several at once if it likes, reads what they say, may call more, and alone writes the answer. `calls` shows whom it asked what, turn by turn.',
  field: { name: 'request', label: 'Request' },
  sample: 'Check the facts and find what is wrong: should our team of five write all its documents in one shared wiki?',
  outputs: [
    ['answer', 'Answer'],
    ['calls', 'Calls'],
  ],
})
