import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const whoShouldDoIt: Template = aroundPattern({
  id: 'who-should-do-it',
  title: 'Let them bid for the task',
  summary: 'Three agents say what a task would cost and how sure they are; the best bid does it.',
  pattern: 'X18',
  outcome: 'Bring it to the right one',
  tags: ['routing', 'market'],
  kind: 'auction',
  description:
    'Name a task. **Fast**, **Thorough** and **Specialist** each bid: a price, and how sure they are. Whoever is surest does it; if that fails, the next bidder gets it. `bids` shows all of them.',
  field: { name: 'task', label: 'Task' },
  sample: 'Check whether our rental contract lets us sublet one room, and write two sentences about it to the owner.',
  outputs: [
    ['result', 'Result'],
    ['bids', 'Bids'],
    ['winner', 'Who won'],
  ],
})
