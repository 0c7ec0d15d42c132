import type { Template } from './template.ts'

/** Answers at once, so that a million steps take seconds; how often it errs is said by the input. */
export const instantModel = 'simulated/fast'

export const makerHanoi: Template = {
  id: 'maker-hanoi',
  title: 'A thousand steps without an error',
  summary: 'The Towers of Hanoi by a model that errs: a vote on every move keeps the whole run right.',
  pattern: 'P11',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['maker', 'vote', 'long task', 'reliability'],
  sampleInput: { disks: 10, p: 0.9, v: 0.97, k: 'auto', t: 0.95, seed: 1 },
  flow: {
    format: 'quorum.flow/1',
    name: 'A thousand steps without an error',
    description:
      'Ten disks need 1,023 moves. The practice model gets one move in ten **wrong** and one answer in thirty in the **wrong form**; alone it would fail after some ten moves. **MAKER** votes on every move until one answer is `k` votes ahead of every other. Try 20 disks (1,048,575 moves) with p = 0.9978, or set k to 1 and see what happens.',
    settings: { model: instantModel },
    nodes: [
      {
        id: 'task',
        kind: 'input',
        title: 'Task',
        position: { x: 0, y: 64 },
        params: {
          fields: [
            { name: 'disks', label: 'Disks (20 are a million moves)', type: 'number', default: 10 },
            { name: 'p', label: 'How often the model is right (0 to 1)', type: 'number', default: 0.9 },
            { name: 'v', label: 'Share of answers in the right form (0 to 1)', type: 'number', default: 0.97 },
            { name: 'k', label: 'Lead needed: a number, or auto', type: 'text', default: 'auto' },
            { name: 't', label: 'How sure the whole must be (0 to 1)', type: 'number', default: 0.95 },
            { name: 'seed', label: 'Seed of the mistakes', type: 'number', default: 1 },
          ],
        },
      },
      { id: 'maker', kind: 'maker', title: 'MAKER', position: { x: 296, y: 64 }, params: { task: 'hanoi' } },
      { id: 'report', kind: 'output', title: 'Report', position: { x: 712, y: 0 }, params: { name: 'report' } },
      { id: 'final', kind: 'output', title: 'Where it ends', position: { x: 712, y: 160 }, params: { name: 'final' } },
      {
        id: 'failed',
        kind: 'output',
        title: 'If a step fails',
        position: { x: 712, y: 320 },
        params: { name: 'failed' },
      },
    ],
    edges: [
      { id: 'e1', source: 'task', sourcePort: 'out', target: 'maker', targetPort: 'initial' },
      { id: 'e2', source: 'maker', sourcePort: 'report', target: 'report', targetPort: 'in' },
      { id: 'e3', source: 'maker', sourcePort: 'final', target: 'final', targetPort: 'in' },
      { id: 'e4', source: 'maker', sourcePort: 'failed', target: 'failed', targetPort: 'in' },
    ],
  },
}
