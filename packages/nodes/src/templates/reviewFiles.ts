import { aroundPool } from './aroundPool.ts'
import type { Template } from './template.ts'

export const reviewFiles: Template = aroundPool({
  id: 'review-every-file',
  title: 'Review every file of a change',
  summary: 'Each file of a change is reviewed by itself, three at a time, and the reviews come back in order.',
  pattern: 'P04',
  outcome: 'Work through a list',
  tags: ['list', 'parallel', 'code'],
  kind: 'fan-out',
  name: 'Every file',
  params: { concurrency: 3 },
  description:
    'One file per line. What is drawn **inside the box** runs once for each, three at a time: the next one begins as soon as one is done. Set *Begin the next* to batch and watch how much longer it takes.',
  field: { name: 'files', label: 'Files, one per line', type: 'list' },
  sample: [
    'src/login.ts',
    'src/session.ts',
    'src/mail.ts',
    'src/invoice.ts',
    'src/search.ts',
    'src/export.ts',
    'src/undo.ts',
  ],
  worker: {
    title: 'Reviewer',
    system: 'You review code.',
    prompt: 'What would you look at first in {{ item }}? Two sentences.',
  },
  outputs: [
    ['results', 'Reviews'],
    ['summary', 'How many'],
  ],
})
