import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const bestHeadline: Template = aroundPattern({
  id: 'best-headline',
  title: 'The best of eight headlines',
  summary: 'Eight candidates meet in a knock-out, each pair judged in both orders.',
  pattern: 'X10',
  outcome: 'Write something',
  tags: ['writing', 'tournament'],
  kind: 'best-of-n',
  description:
    'Say what it is about. Eight headlines are written; a judge compares **two at a time, in both orders**, so that it does not matter which one stands first. `scores` has the way of each through the bracket.',
  params: { n: 8, judging: 'knockout', system: 'Write one headline. Give only the headline.' },
  field: { name: 'topic', label: 'About' },
  sample: 'A new bicycle path along the river',
  outputs: [
    ['best', 'Headline'],
    ['scores', 'All candidates'],
  ],
})
