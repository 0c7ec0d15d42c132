import { aroundPattern } from '../templates/aroundPattern.ts'
import type { Template } from '../templates/template.ts'

export const checkedFacts: Template = aroundPattern({
  id: 'checked-facts',
  title: 'An answer that checks itself',
  summary: 'An answer is written, doubted fact by fact, each doubt is looked into afresh, and the answer is mended.',
  pattern: 'X29',
  outcome: 'Check before it goes out',
  tags: ['facts', 'quality', 'check'],
  kind: 'chain-of-verification',
  params: { maxQuestions: 4 },
  description:
    'Ask something with facts in it. After a first answer somebody lists **what could be wrong**; each of these questions is answered by a checker who has **not seen the answer**, so that it cannot repeat a mistake. The writer then mends what did not hold. Compare *Draft* and *Answer*.',
  field: { name: 'question', label: 'Question' },
  sample: 'Which five inventions changed how people travel, and when were they made?',
  outputs: [
    ['answer', 'Answer'],
    ['draft', 'Draft'],
    ['checks', 'What was checked'],
  ],
})
