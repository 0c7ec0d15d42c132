import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const oneTopicThreeTexts: Template = aroundPattern({
  id: 'one-topic-three-texts',
  title: 'One topic, three texts',
  summary: 'A blog post, a newsletter and a short post, each drafted and edited, all at the same time.',
  pattern: 'P22',
  outcome: 'Write something',
  tags: ['writing', 'parallel'],
  kind: 'parallel-pipeline',
  description:
    'Name a topic. Three pipelines write about it side by side: **blog**, **newsletter** and **post**, each in two stages. They do not see each other, and if one fails the others still finish. `results` has one outcome per name.',
  field: { name: 'topic', label: 'Topic' },
  sample: 'Our office moves to a four-day week in spring',
  outputs: [['results', 'Texts']],
})
