import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const articlePipeline: Template = aroundPattern({
  id: 'article-pipeline',
  title: 'From topic to article',
  summary: 'Research, outline, write, edit: four agents in a row, each on the work of the one before.',
  pattern: 'P01',
  outcome: 'Write something',
  tags: ['writing', 'sequence'],
  kind: 'pipeline',
  description:
    'Name a topic. **Research** collects, **Outline** orders, **Write** writes, **Edit** shortens; each gets what the one before made. Open the node to see the stages. `trace` keeps what each of them made, also if a later one fails.',
  field: { name: 'topic', label: 'Topic' },
  sample: 'Why small teams should write down their decisions',
  outputs: [
    ['output', 'Article'],
    ['trace', 'What each stage made'],
  ],
})
