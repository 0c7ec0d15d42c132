import { practiceModel, type Template } from './template.ts'

export const rehearsal: Template = {
  id: 'rehearsal',
  title: 'Rehearse with a bad day',
  summary: 'A guarded step inside a simulation in which every third call fails: see whether it holds.',
  pattern: 'X28',
  outcome: 'Try things out',
  tags: ['testing', 'simulation'],
  sampleInput: { question: 'Which three checks should a new baker make before opening the shop?' },
  flow: {
    format: 'quorum.flow/1',
    name: 'Rehearse with a bad day',
    description:
      'Everything drawn inside **Simulated Run** asks the practice model, whatever its steps say, and here a third of its calls fails. The **guard** inside tries again. Change the shares to see when your flow breaks, before a real model does it for you.',
    settings: { model: practiceModel },
    nodes: [
      {
        id: 'asked',
        kind: 'input',
        title: 'Question',
        position: { x: 0, y: 52 },
        params: { fields: [{ name: 'question', label: 'Question', type: 'text', required: true }] },
      },
      {
        id: 'simulation',
        kind: 'simulated-run',
        title: 'A bad day',
        position: { x: 296, y: 0 },
        size: { width: 640, height: 420 },
        params: { errorRate: 0.34, latencyMs: 300 },
      },
      {
        id: 'guard',
        kind: 'guard',
        parent: 'simulation',
        title: 'Try again',
        position: { x: 40, y: 150 },
        size: { width: 400, height: 240 },
        params: { attempts: 5, backoffMs: 200 },
      },
      {
        id: 'answer',
        kind: 'agent',
        parent: 'guard',
        title: 'Answer',
        position: { x: 60, y: 90 },
        params: { system: 'You answer in three short points.' },
      },
      { id: 'out', kind: 'output', title: 'Answer', position: { x: 1000, y: 52 }, params: { name: 'answer' } },
    ],
    edges: [
      { id: 'e1', source: 'asked', sourcePort: 'out', target: 'simulation', targetPort: 'in' },
      { id: 'e2', source: 'simulation', sourcePort: 'in', target: 'guard', targetPort: 'in' },
      { id: 'e3', source: 'guard', sourcePort: 'in', target: 'answer', targetPort: 'in' },
      { id: 'e4', source: 'answer', sourcePort: 'out', target: 'guard', targetPort: 'result' },
      { id: 'e5', source: 'guard', sourcePort: 'out', target: 'simulation', targetPort: 'result' },
      { id: 'e6', source: 'simulation', sourcePort: 'out', target: 'out', targetPort: 'in' },
    ],
  },
}
