import { practiceModel, type Template } from './template.ts'

export const mendsItself: Template = {
  id: 'mends-itself',
  title: 'Mends itself',
  summary: 'A text is written, checked, and written again with what was wrong, until the checks hold.',
  pattern: 'P20',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['reliable', 'retry', 'checks'],
  sampleInput: { topic: 'Why do cats purr?' },
  flow: {
    format: 'quorum.flow/1',
    name: 'Mends itself',
    description:
      'Ask for something. What is drawn **inside the box** runs until its result passes the checks; the agent is told what was wrong. If a model fails, it waits or takes another one. Here the writer’s model **fails twice** before it answers; `history` says what had to be mended.',
    settings: { model: practiceModel },
    nodes: [
      {
        id: 'asked',
        kind: 'input',
        title: 'Topic',
        position: { x: 0, y: 118 },
        params: { fields: [{ name: 'topic', label: 'What is it about?', type: 'text', required: true }] },
      },
      {
        id: 'heal',
        kind: 'self-healing',
        title: 'Until it is right',
        position: { x: 296, y: 0 },
        size: { width: 400, height: 336 },
        params: {
          attempts: 10,
          backoffMs: 300,
          breakAfter: 20,
          checks: [{ name: 'Not empty', when: 'size(state) > 0', hint: 'Answer with some text.' }],
        },
      },
      {
        id: 'write',
        kind: 'agent',
        title: 'Writer',
        parent: 'heal',
        position: { x: 80, y: 120 },
        params: { prompt: 'Explain in three sentences: {{ input }}', model: `${practiceModel}?failFirst=2` },
      },
      { id: 'result', kind: 'output', title: 'Answer', position: { x: 792, y: 40 }, params: { name: 'answer' } },
      {
        id: 'how',
        kind: 'output',
        title: 'What was mended',
        position: { x: 792, y: 220 },
        params: { name: 'history' },
      },
    ],
    edges: [
      { id: 'e1', source: 'asked', sourcePort: 'out', target: 'heal', targetPort: 'in' },
      { id: 'e2', source: 'heal', sourcePort: 'in', target: 'write', targetPort: 'in' },
      { id: 'e3', source: 'write', sourcePort: 'out', target: 'heal', targetPort: 'result' },
      { id: 'e4', source: 'heal', sourcePort: 'out', target: 'result', targetPort: 'in' },
      { id: 'e5', source: 'heal', sourcePort: 'history', target: 'how', targetPort: 'in' },
    ],
  },
}
