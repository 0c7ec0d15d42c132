import { columnByColumn } from './columnByColumn.ts'

export const longMultiplication = columnByColumn({
  id: 'long-multiplication',
  title: 'Multiply a long number',
  summary: 'By one digit, on paper, one column at a time; a vote on every column.',
  description:
    'Models are bad at multiplying long numbers at once. **MAKER** asks for one column at a time (a digit and a carry) and votes on each. The practice model is wrong in 15 of 100 answers; the product is right all the same.',
  task: 'multiplication',
  labels: ['Long number', 'One digit'],
  sample: ['98765432109876543210', '7'],
  result: { id: 'product', title: 'Product' },
})
