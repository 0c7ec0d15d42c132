import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const breakItDown: Template = aroundPattern({
  id: 'break-it-down',
  title: 'Break a big task down',
  summary: 'A task is split, its parts in turn, until they are small; the results go back up.',
  pattern: 'P15',
  outcome: 'Find out or plan',
  tags: ['planning', 'recursive'],
  kind: 'recursive-delegation',
  params: { maxDepth: 2, atomicChars: 40 },
  description:
    'Name a task that is too large for one go. It is split into parts, and each part again, at most **two levels** deep. What need not be split is done; then the results are put together level by level. The node shows the tree as it grows.',
  field: { name: 'task', label: 'Task' },
  sample: 'Write the handbook for volunteers of our neighbourhood library: rules, opening hours, lending, events',
  outputs: [
    ['result', 'Result'],
    ['tree', 'All tasks'],
  ],
})
