import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const marketReport: Template = aroundPattern({
  id: 'market-report',
  title: 'A report by a team',
  summary: 'A supervisor splits the job, workers do the parts side by side, one report is written.',
  pattern: 'P12',
  outcome: 'Write something',
  tags: ['team', 'report', 'parallel'],
  kind: 'supervisor',
  description:
    'Give a job. The **supervisor** breaks it into tasks, **workers** do them side by side, and one result is written from what they found, **failures included**: the report says what is missing. `tasks` and `outcomes` show who did what.',
  field: { name: 'job', label: 'Job' },
  sample: 'Write a market report on electric cargo bikes for small businesses.',
  outputs: [
    ['result', 'Report'],
    ['tasks', 'Tasks'],
    ['outcomes', 'Outcomes'],
  ],
})
