import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const thinkAhead: Template = aroundPattern({
  id: 'think-ahead',
  title: 'Think several ways ahead',
  summary: 'Three next steps for every path, scored; the best two go on, three levels deep.',
  pattern: 'X20',
  outcome: 'Find out or plan',
  tags: ['planning', 'search'],
  kind: 'tree-search',
  params: { branch: 3, width: 2, depth: 3 },
  description:
    'Name a problem. The **thinker** proposes three next steps for every path, a **judge** scores where each would lead, and the best two go on. After three levels the best path comes out; `tree` has all that was thought.',
  field: { name: 'problem', label: 'Problem' },
  sample: 'Our bakery throws away a fifth of its bread every evening. What should we change, in which order?',
  outputs: [
    ['best', 'Best path'],
    ['tree', 'All thoughts'],
  ],
})
