import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const ideaToRelease: Template = aroundPattern({
  id: 'idea-to-release',
  title: 'From idea to release',
  summary: 'Scouts look around, a plan is made and built, a reviewer judges, and only then it is released.',
  pattern: 'P21',
  outcome: 'Find out or plan',
  tags: ['team', 'software', 'review'],
  kind: 'scout-plan-build-review',
  description:
    'Give a requirement. Three **scouts** look at it at the same time, a **planner** makes tasks, **builders** do them, a **reviewer** judges all of it. Tasks it names are done again, twice at most; only what is approved is released. Set *Deploy* to `human` to be asked before.',
  params: { deploy: 'agent', rework: 2 },
  field: { name: 'requirement', label: 'Requirement' },
  sample: 'Customers can export their orders as a spreadsheet',
  outputs: [
    ['phases', 'Phases'],
    ['deployed', 'Released?'],
  ],
})
