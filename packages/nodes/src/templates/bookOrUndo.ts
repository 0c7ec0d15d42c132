import { aroundPattern } from './aroundPattern.ts'
import { practiceModel, type Template } from './template.ts'

export const bookOrUndo: Template = aroundPattern({
  id: 'book-or-undo',
  title: 'Book all or nothing',
  summary: 'Flight, hotel and car are booked one after another; if one fails, the others are taken back.',
  pattern: 'X16',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['undo', 'transaction', 'booking'],
  kind: 'saga',
  params: {
    steps: [
      { name: 'Flight', prompt: 'Book the flight.', undo: 'Cancel the flight.' },
      { name: 'Hotel', prompt: 'Book the hotel.', undo: 'Cancel the hotel.' },
      { name: 'Car', prompt: 'Book the car.', undo: 'Cancel the car.', model: `${practiceModel}?errorRate=1` },
    ],
  },
  description:
    'Say where you travel. The steps run **in order**; if one fails, or you stop it, those before it are undone in reverse. Here the model of the last step **always fails**, so that you see it: give *Car* another model to book all three.',
  field: { name: 'trip', label: 'Trip' },
  sample: 'Vienna to Lisbon, 3 to 7 May, two people',
  outputs: [
    ['done', 'Booked'],
    ['compensated', 'Taken back'],
  ],
})
