import { instantModel } from './makerHanoi.ts'
import type { Template } from './template.ts'

export const checkDocument: Template = {
  id: 'check-document',
  title: 'Check a contract, clause by clause',
  summary: 'Finds every clause that leaves something open, and votes on each, so that none is missed.',
  pattern: 'P11',
  outcome: 'Check before it goes out',
  tags: ['maker', 'vote', 'reliability', 'documents'],
  sampleInput: {
    document: [
      'Both sides keep what they learn of each other secret.',
      'The monthly fee is to be agreed.',
      'The service begins on 1 March.',
      'The supplier reacts to faults as appropriate.',
      'Either side may end this contract with three months’ notice.',
      'Liability is limited to […] euros.',
      'Changes need to be in writing.',
      'The place of jurisdiction is TBD.',
    ].join('\n'),
    signs: 'to be agreed, tbd, […], as appropriate',
    p: 0.9,
    v: 0.95,
    seed: 1,
  },
  flow: {
    format: 'quorum.flow/1',
    name: 'Check a contract, clause by clause',
    description:
      'One line is one clause. The model sees **one clause at a time** and says `open` or `settled`; each verdict is voted on until one is `k` votes ahead, so that even a model that errs one time in ten misses nothing. The end state lists the clauses that are open. For real documents choose a real model and leave *How often the model is right* empty: then it is measured first.',
    settings: { model: instantModel },
    nodes: [
      {
        id: 'document',
        kind: 'input',
        title: 'Document',
        position: { x: 0, y: 64 },
        params: {
          fields: [
            { name: 'document', label: 'Document, one clause per line', type: 'text', required: true },
            {
              name: 'signs',
              label: 'Marks of something open, with commas between',
              type: 'text',
              default: 'to be agreed, tbd, […], as appropriate',
            },
            { name: 'p', label: 'How often the model is right (0 to 1)', type: 'number' },
            { name: 'v', label: 'Share of answers in the right form (0 to 1)', type: 'number' },
            { name: 'seed', label: 'Seed of the mistakes', type: 'number', default: 1 },
          ],
        },
      },
      {
        id: 'maker',
        kind: 'maker',
        title: 'Clause by clause',
        position: { x: 296, y: 64 },
        params: { task: 'document' },
      },
      { id: 'verdicts', kind: 'output', title: 'Verdicts', position: { x: 712, y: 0 }, params: { name: 'verdicts' } },
      { id: 'open', kind: 'output', title: 'Open clauses', position: { x: 712, y: 176 }, params: { name: 'open' } },
      { id: 'report', kind: 'output', title: 'Report', position: { x: 712, y: 352 }, params: { name: 'report' } },
    ],
    edges: [
      { id: 'e1', source: 'document', sourcePort: 'out', target: 'maker', targetPort: 'initial' },
      { id: 'e2', source: 'maker', sourcePort: 'actions', target: 'verdicts', targetPort: 'in' },
      { id: 'e3', source: 'maker', sourcePort: 'final', target: 'open', targetPort: 'in' },
      { id: 'e4', source: 'maker', sourcePort: 'report', target: 'report', targetPort: 'in' },
    ],
  },
}
