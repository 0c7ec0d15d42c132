import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const roundtable: Template = aroundPattern({
  id: 'roundtable',
  title: 'Talk it over at a round table',
  summary: 'Ideas, Critic and Builder talk in one thread until all three agree.',
  pattern: 'X04',
  outcome: 'Get a second opinion',
  tags: ['brainstorming', 'conversation'],
  kind: 'group-chat',
  params: { maxTurns: 6 },
  description:
    'Name a topic. **Ideas**, **Critic** and **Builder** speak one after the other, each reading everything said before. It ends when all of them have said that it is settled, or after six turns. `thread` has every message.',
  field: { name: 'topic', label: 'Topic' },
  sample: 'How could our museum get people under thirty to come back?',
  outputs: [
    ['conclusion', 'Conclusion'],
    ['thread', 'What was said'],
  ],
})
