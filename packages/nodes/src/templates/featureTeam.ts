import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const featureTeam: Template = aroundPattern({
  id: 'feature-team',
  title: 'The right expert for each requirement',
  summary: 'A coordinator picks specialists for each requirement and combines their answers.',
  pattern: 'P13',
  outcome: 'Work through a list',
  tags: ['team', 'experts', 'list'],
  kind: 'coordinator-specialist',
  description:
    'Give requirements, one per line. For each the **coordinator** picks the specialists; one answer is taken as it is, several are **integrated**. `routing` says who worked on what. A specialist that fails costs only its own part.',
  params: { concurrency: 2 },
  field: { name: 'requirements', label: 'One requirement per line', type: 'list' },
  sample: [
    'Users can sign in with a code sent by mail',
    'The list of orders loads in under a second',
    'A failed payment is tried again the next day',
  ],
  outputs: [
    ['results', 'Solutions'],
    ['routing', 'Who worked on what'],
  ],
})
