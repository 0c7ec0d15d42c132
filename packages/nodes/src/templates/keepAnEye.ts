import { practiceModel, type Template } from './template.ts'

export const keepAnEye: Template = {
  id: 'keep-an-eye',
  title: 'Stop it before it gets dear',
  summary: 'A writer who is never content is stopped after four calls, and an alarm says so.',
  pattern: 'X26',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['budget', 'alarm', 'watch'],
  sampleInput: { topic: 'A slogan for a bakery that opens at five in the morning' },
  flow: {
    format: 'quorum.flow/1',
    name: 'Stop it before it gets dear',
    description:
      'The **watchdog** counts the calls, the money and the time of what is drawn inside it. Here the writer would go on for twelve rounds; after four calls the watchdog stops it. Set *Then* to `notify` to be told only, or to `pause` to decide yourself.',
    settings: { model: practiceModel },
    nodes: [
      {
        id: 'asked',
        kind: 'input',
        title: 'Topic',
        position: { x: 0, y: 52 },
        params: { fields: [{ name: 'topic', label: 'Topic', type: 'text', required: true }] },
      },
      {
        id: 'watch',
        kind: 'watchdog',
        title: 'Keep an eye on it',
        position: { x: 296, y: 0 },
        size: { width: 560, height: 516 },
        params: { calls: 4, ms: 60_000, action: 'cancel' },
      },
      {
        id: 'again',
        kind: 'loop',
        title: 'Again and again',
        parent: 'watch',
        position: { x: 40, y: 130 },
        size: { width: 440, height: 336 },
        params: { times: 12 },
      },
      {
        id: 'write',
        kind: 'agent',
        title: 'Writer',
        parent: 'again',
        position: { x: 80, y: 150 },
        params: { system: 'You are never content.', prompt: 'Make this better: {{ input }}' },
      },
      { id: 'out', kind: 'output', title: 'Result', position: { x: 920, y: 0 }, params: { name: 'result' } },
      { id: 'told', kind: 'output', title: 'Alarms', position: { x: 920, y: 180 }, params: { name: 'alarms' } },
    ],
    edges: [
      { id: 'e1', source: 'asked', sourcePort: 'out', target: 'watch', targetPort: 'in' },
      { id: 'e2', source: 'watch', sourcePort: 'in', target: 'again', targetPort: 'in' },
      { id: 'e3', source: 'again', sourcePort: 'state', target: 'write', targetPort: 'in' },
      { id: 'e4', source: 'write', sourcePort: 'out', target: 'again', targetPort: 'result' },
      { id: 'e5', source: 'again', sourcePort: 'out', target: 'watch', targetPort: 'result' },
      { id: 'e6', source: 'watch', sourcePort: 'out', target: 'out', targetPort: 'in' },
      { id: 'e7', source: 'watch', sourcePort: 'alarms', target: 'told', targetPort: 'in' },
    ],
  },
}
