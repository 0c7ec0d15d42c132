import { aroundPool } from './aroundPool.ts'
import type { Template } from './template.ts'

const pages = [120, 3, 1, 45, 2, 1, 80, 2, 4, 1, 60, 2, 3, 1, 9, 2]

export const unequalDocuments: Template = aroundPool({
  id: 'unequal-documents',
  title: 'Documents of one page and of a hundred',
  summary: 'Four lanes with a queue each; who has nothing left steals half of what waits at another.',
  pattern: 'P08',
  outcome: 'Work through a list',
  tags: ['queue', 'unequal', 'parallel'],
  kind: 'work-stealing-queue',
  name: 'Four lanes',
  params: { lanes: 4, mode: 'deque' },
  description:
    'Sixteen documents, most of them short; the practice model takes 50 ms a page. Each lane has its **own queue** and works the newest first. A lane that runs dry **steals** the oldest from another, so none is idle while another is behind; `summary.stolen` counts it.',
  field: { name: 'documents', label: 'Documents', type: 'json' },
  sample: pages.map((count, index) => ({ title: `Document ${index + 1}`, pages: count, load: 50 * count })),
  worker: {
    title: 'Reader',
    system: 'You sum documents up.',
    // The practice model takes as long as the document is.
    model: 'simulated/standard?tokensPerSecond=0&latencyMs={{ item.load }}',
    prompt: '{{ item.title }} has {{ item.pages }} pages. Say what you would look for in it.',
  },
  outputs: [
    ['results', 'Results'],
    ['summary', 'Lanes and steals'],
  ],
})
