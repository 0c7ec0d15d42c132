import { aroundPool } from './aroundPool.ts'
import type { Template } from './template.ts'

const places = ['on the train', 'in the kitchen', 'at the desk', 'on the phone', 'in the garden']

export const nightlyLabels: Template = aroundPool({
  id: 'nightly-labels',
  title: 'Label a long list overnight',
  summary: 'Sixty notes are labelled in batches of ten; what takes too long is tried once more.',
  pattern: 'X27',
  outcome: 'Work through a list',
  tags: ['batch', 'list', 'labels'],
  kind: 'batch-job',
  name: 'In batches',
  params: { batchSize: 10 },
  description:
    'The list is worked through **ten at a time**; the next ten begin once all of them are done. An item that expires is tried once more, and the results come back in the order of the list.',
  field: { name: 'notes', label: 'Notes, one per line', type: 'list' },
  sample: Array.from({ length: 60 }, (_, n) => `Note ${n + 1}, written ${places[n % places.length]}`),
  worker: { title: 'Label', system: 'You label notes.', prompt: 'Give a label of one or two words: {{ item }}' },
  outputs: [
    ['results', 'Labels'],
    ['summary', 'How many'],
  ],
})
