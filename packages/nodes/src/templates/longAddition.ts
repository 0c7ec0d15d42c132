import { columnByColumn } from './columnByColumn.ts'

export const longAddition = columnByColumn({
  id: 'long-addition',
  title: 'Add two long numbers',
  summary: 'On paper, one column at a time, by a model that errs: a vote on every column.',
  description:
    'Models are bad at adding long numbers at once. **MAKER** asks for one column at a time (a digit and a carry) and votes on each. The practice model is wrong in 15 of 100 answers; the sum is right all the same.',
  task: 'addition',
  labels: ['First number', 'Second number'],
  sample: ['98765432109876543210', '12345678901234567890'],
  result: { id: 'sum', title: 'Sum' },
})
