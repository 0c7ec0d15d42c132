import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const firstOfThree: Template = aroundPattern({
  id: 'first-of-three',
  title: 'The first answer counts',
  summary: 'Three agents get the same question; the first that succeeds wins, the others are stopped.',
  pattern: 'P09',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['fast', 'race'],
  kind: 'scatter-gather',
  description:
    'Ask something urgent. All three agents start at once; the **first success** wins and the others are stopped, so that they cost no more. One that fails does not end the race. Set *Take* to `best` or `consensus` to trade speed for certainty.',
  field: { name: 'question', label: 'Question' },
  sample: 'Which three things should a new team agree on in its first week?',
  outputs: [
    ['result', 'Answer'],
    ['all', 'Who was asked'],
  ],
})
