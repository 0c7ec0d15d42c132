import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const documentIntake: Template = aroundPattern({
  id: 'document-intake',
  title: 'Incoming mail on an assembly line',
  summary: 'Letters are read, sorted and answered; each stage works on a different letter at the same time.',
  pattern: 'X21',
  outcome: 'Work through a list',
  tags: ['list', 'documents', 'parallel'],
  kind: 'assembly-line',
  params: { buffer: 2 },
  description:
    'Paste one letter per line. **Read**, **Sort** and **Answer** each work on one letter at a time: while the first is being answered the second is sorted and the third is read. At most two wait between the stages. A letter that fails leaves the line, the others go on.',
  field: { name: 'letters', label: 'Letters, one per line', type: 'list' },
  sample: [
    'Please find attached our invoice 2044 over 380 euros, due on Friday.',
    'Your driver left the parcel in the rain again. What will you do about it?',
    'We would like to extend the maintenance contract by one year.',
    'Is your shop open on the Saturday before Christmas?',
  ],
  outputs: [
    ['stream', 'Answers'],
    ['dropped', 'Fell off the line'],
  ],
})
