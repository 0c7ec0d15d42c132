import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const complaintsMapReduce: Template = aroundPattern({
  id: 'complaints-map-reduce',
  title: 'What do people complain about?',
  summary: 'Reads a long list of mails in chunks with a cheap model and sums up what comes up most.',
  pattern: 'P06',
  outcome: 'Work through a list',
  tags: ['list', 'summary', 'cheap'],
  kind: 'map-reduce',
  description:
    'Paste mails or comments, one per line. They are read **in chunks** at the same time by a cheap model; a strong one makes one result of the notes. `coverage` says how much of the list could be read. An empty list costs nothing.',
  params: { chunkSize: 3 },
  field: { name: 'mails', label: 'One mail per line', type: 'list' },
  sample: [
    'The parcel came two weeks late.',
    'Great service, thank you!',
    'The invoice has the wrong address.',
    'Nobody answers the phone.',
    'The parcel was left in the rain.',
    'I was charged twice.',
    'Your app signs me out every day.',
    'Where is my parcel?',
  ],
  outputs: [
    ['result', 'Result'],
    ['coverage', 'Share that was read'],
  ],
})
