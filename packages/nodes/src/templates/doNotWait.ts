import { aroundPool } from './aroundPool.ts'
import type { Template } from './template.ts'

export const doNotWait: Template = aroundPool({
  id: 'do-not-wait',
  title: 'Do not wait for a slow answer',
  summary: 'If the answer has not come after a moment, the same is asked again, and whoever is first wins.',
  pattern: 'X14',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['speed', 'latency', 'race'],
  kind: 'hedged-request',
  name: 'Ask, and ask again',
  params: { delayMs: 700 },
  description:
    'The first copy is sent at once. After **0.7 seconds**, or at once if it failed, a second one follows; the first success is the result and the other is stopped. It costs a few more calls and takes the long waits away.',
  field: { name: 'question', label: 'Question', type: 'text' },
  sample: 'Which three things should a good bug report say?',
  worker: { title: 'Answer', system: 'You answer briefly.', prompt: '{{ item.question }}' },
  outputs: [
    ['result', 'Answer'],
    ['outcomes', 'Both copies'],
  ],
})
