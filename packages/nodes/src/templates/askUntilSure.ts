import { practiceModel, type Template } from './template.ts'

export const askUntilSure: Template = {
  id: 'ask-until-sure',
  title: 'Ask until the verdict is sure',
  summary: 'A yes-or-no question is put to one member after another; clear cases stop after a few.',
  pattern: 'P11',
  outcome: 'Get a second opinion',
  tags: ['maker', 'vote', 'early stop', 'judgement'],
  sampleInput: { question: 'Should we release on Friday, with two known small faults?' },
  flow: {
    format: 'quorum.flow/1',
    name: 'Ask until the verdict is sure',
    description:
      'A council that is only as large as it must be. **MAKER** with one step: members answer `yes`, `no` or `it depends` without seeing each other, until one verdict is **two votes ahead** of every other. A clear case takes two calls, a hard one more, 30 at most; then it says that it stays open.',
    settings: { model: practiceModel },
    nodes: [
      {
        id: 'question',
        kind: 'input',
        title: 'Question',
        position: { x: 0, y: 64 },
        params: { fields: [{ name: 'question', label: 'Question', type: 'text', required: true }] },
      },
      {
        id: 'maker',
        kind: 'maker',
        title: 'Until the verdict is sure',
        position: { x: 296, y: 64 },
        params: {
          task: 'own',
          steps: 1,
          k: 2,
          maxVotes: 30,
          equivalence: 'normalized',
          temperatureRest: 0.8,
          strategy:
            'You are a member of a council and decide by yourself. Answer with only one of: yes, no, it depends. Your action is that verdict, and so is the state.',
          prompt: '{{ state.question }}',
        },
      },
      { id: 'verdict', kind: 'output', title: 'Verdict', position: { x: 712, y: 0 }, params: { name: 'verdict' } },
      { id: 'report', kind: 'output', title: 'Report', position: { x: 712, y: 176 }, params: { name: 'report' } },
      { id: 'open', kind: 'output', title: 'If it stays open', position: { x: 712, y: 352 }, params: { name: 'open' } },
    ],
    edges: [
      { id: 'e1', source: 'question', sourcePort: 'out', target: 'maker', targetPort: 'initial' },
      { id: 'e2', source: 'maker', sourcePort: 'final', target: 'verdict', targetPort: 'in' },
      { id: 'e3', source: 'maker', sourcePort: 'report', target: 'report', targetPort: 'in' },
      { id: 'e4', source: 'maker', sourcePort: 'failed', target: 'open', targetPort: 'in' },
    ],
  },
}
