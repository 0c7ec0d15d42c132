import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const programmeOfProjects: Template = aroundPattern({
  id: 'programme-of-projects',
  title: 'A programme with leads of its own',
  summary: 'A lead splits the programme; large projects get a lead of their own, small ones are done.',
  pattern: 'P16',
  outcome: 'Find out or plan',
  tags: ['planning', 'recursive', 'team'],
  kind: 'recursive-orchestration',
  params: { maxDepth: 2, childPattern: 'chosen', maxNodes: 60 },
  description:
    'Name a large undertaking. The first **lead** splits it and says of each part how complex it is. What is complex gets a lead of its own, the rest is done by **workers**; each lead decides whether its parts run one by one or at once, and makes one result of them.',
  field: { name: 'task', label: 'Undertaking' },
  sample: 'Open a second branch of our bicycle shop in the next town within six months',
  outputs: [
    ['result', 'Result'],
    ['tree', 'Who led what'],
  ],
})
