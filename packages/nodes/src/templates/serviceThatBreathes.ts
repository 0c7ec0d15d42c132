import { aroundPool } from './aroundPool.ts'
import type { Template } from './template.ts'

export const serviceThatBreathes: Template = aroundPool({
  id: 'service-that-breathes',
  title: 'A service that breathes',
  summary: 'Nobody is there until mail comes; then as many as keep two waiting per worker, and none when all is done.',
  pattern: 'P18',
  outcome: 'Work through a list',
  tags: ['scaling', 'service', 'queue'],
  kind: 'elastic-scaling',
  name: 'Mail room',
  params: { intervalMs: 500, stabilizeMs: 2_000 },
  description:
    'It starts with **no worker at all**. Twice a second it asks how many letters wait per worker and follows the target of two: up at once, down only once nobody has been needed for two seconds. Set *It is done* to closed and it waits for more mail instead of ending.',
  field: { name: 'mail', label: 'Letters, one per line', type: 'list' },
  sample: Array.from({ length: 24 }, (_, n) => `Letter ${n + 1}: please change my address from ${n + 3} Mill Lane`),
  worker: { title: 'Clerk', system: 'You answer letters.', prompt: 'Answer in one sentence: {{ item }}' },
  outputs: [
    ['scaling', 'How many workers'],
    ['results', 'Answers'],
  ],
})
