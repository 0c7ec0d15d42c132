import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const bookOrUndo: Template = aroundPattern({
  id: 'book-or-undo',
  title: 'Book all or nothing',
  summary: 'Flight, hotel and car are booked one after another; if one fails, the others are taken back.',
  pattern: 'X16',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['undo', 'transaction', 'booking'],
  kind: 'saga',
  description:
    'Say where you travel. The steps run **in order**; if one fails, or you stop it, those before it are undone in reverse. `compensated` says what failed and what was taken back.',
  field: { name: 'trip', label: 'Trip' },
  sample: 'Vienna to Lisbon, 3 to 7 May, two people',
  outputs: [
    ['done', 'Booked'],
    ['compensated', 'Taken back'],
  ],
})
