import { instantModel } from './makerHanoi.ts'
import type { Template } from './template.ts'

export const longMultiplication: Template = {
  id: 'long-multiplication',
  title: 'Multiply a long number',
  summary: 'By one digit, on paper, one column at a time; a vote on every column.',
  pattern: 'P11',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['maker', 'vote', 'reliability'],
  sampleInput: { a: '98765432109876543210', b: '7', p: 0.85, seed: 1 },
  flow: {
    format: 'quorum.flow/1',
    name: 'Multiply a long number',
    description:
      'Models are bad at multiplying long numbers at once. **MAKER** asks for one column at a time (a digit and a carry) and votes on each. The practice model is wrong in 15 of 100 answers; the product is right all the same.',
    settings: { model: instantModel },
    nodes: [
      {
        id: 'numbers',
        kind: 'input',
        title: 'Numbers',
        position: { x: 0, y: 64 },
        params: {
          fields: [
            { name: 'a', label: 'Long number', type: 'text', required: true },
            { name: 'b', label: 'One digit', type: 'text', required: true },
            { name: 'p', label: 'How often the model is right (0 to 1)', type: 'number', default: 0.85 },
            { name: 'seed', label: 'Seed of the mistakes', type: 'number', default: 1 },
          ],
        },
      },
      {
        id: 'maker',
        kind: 'maker',
        title: 'Column by column',
        position: { x: 296, y: 64 },
        params: { task: 'multiplication' },
      },
      { id: 'product', kind: 'output', title: 'Product', position: { x: 712, y: 0 }, params: { name: 'product' } },
      { id: 'report', kind: 'output', title: 'Report', position: { x: 712, y: 192 }, params: { name: 'report' } },
    ],
    edges: [
      { id: 'e1', source: 'numbers', sourcePort: 'out', target: 'maker', targetPort: 'initial' },
      { id: 'e2', source: 'maker', sourcePort: 'final', target: 'product', targetPort: 'in' },
      { id: 'e3', source: 'maker', sourcePort: 'report', target: 'report', targetPort: 'in' },
    ],
  },
}
