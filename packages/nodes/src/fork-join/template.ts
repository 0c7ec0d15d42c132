import { aroundPattern } from '../templates/aroundPattern.ts'
import type { Template } from '../templates/template.ts'

export const threeSides: Template = aroundPattern({
  id: 'three-sides',
  title: 'A plan seen from three sides',
  summary: 'Cost, risk and the people concerned are looked at side by side, and one adviser puts the three together.',
  pattern: 'P05',
  outcome: 'Get a second opinion',
  tags: ['parallel', 'analysis', 'decision'],
  kind: 'fork-join',
  params: {
    branches: [
      { name: 'Cost', prompt: 'You look at what it costs, at once and every year. Two sentences.' },
      { name: 'Risk', prompt: 'You look at what can go wrong, and how bad that would be. Two sentences.' },
      { name: 'People', prompt: 'You look at those who have to live with it. Two sentences.' },
    ],
    merge: 'agent',
  },
  description:
    'Describe a plan. Three **branches** get the same text at the same moment, each looks at it from its own side, and none knows of the others. When all three have come, an adviser writes one text from them. Set *Merge* to `namespace` to keep the three apart.',
  field: { name: 'plan', label: 'Your plan' },
  sample: 'We close the canteen and give everybody vouchers for the cafés around instead.',
  outputs: [
    ['merged', 'Advice'],
    ['byBranch', 'From each side'],
  ],
})
