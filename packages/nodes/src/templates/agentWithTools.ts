import { practiceModel, type Template } from './template.ts'

export const agentWithTools: Template = {
  id: 'agent-with-tools',
  title: 'An agent with tools',
  summary: 'One agent that can reckon and look up the time before it answers.',
  pattern: 'X07',
  outcome: 'Try things out',
  tags: ['agent', 'tools'],
  sampleInput: { question: 'Please calculate 1250 times 12, and say what time it is.' },
  flow: {
    format: 'quorum.flow/1',
    name: 'An agent with tools',
    description:
      'Ask something. The **agent** may use its tools before it answers: a little code that **reckons**, and another that knows the **time**. It is asked again after each use, until it answers. Click it after a run: each turn is there with what it called and what came back. Add tools of your own, such as a web address or another agent.',
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
        id: 'agent',
        kind: 'agent',
        title: 'Assistant',
        position: { x: 296, y: 0 },
        params: {
          system: 'You answer briefly. Use your tools instead of guessing.',
          prompt: '{{ input.question }}',
          tools: [
            {
              name: 'calculate',
              description: 'Calculates a times b.',
              kind: 'code',
              params: { source: 'export default ({ a, b }) => ({ result: a * b })' },
              schema: {
                type: 'object',
                properties: { a: { type: 'number' }, b: { type: 'number' } },
                required: ['a', 'b'],
                additionalProperties: false,
              },
            },
            {
              name: 'clock',
              description: 'Says what time it is, in UTC.',
              kind: 'code',
              params: { source: 'export default () => new Date().toISOString()' },
              schema: { type: 'object', properties: {}, additionalProperties: false },
            },
          ],
        },
      },
      {
        id: 'answer',
        kind: 'output',
        title: 'Answer',
        position: { x: 592, y: 0 },
        params: { name: 'answer' },
      },
      {
        id: 'steps',
        kind: 'output',
        title: 'What it did',
        position: { x: 592, y: 200 },
        params: { name: 'steps' },
      },
    ],
    edges: [
      { id: 'e1', source: 'asked', sourcePort: 'out', target: 'agent', targetPort: 'in' },
      { id: 'e2', source: 'agent', sourcePort: 'out', target: 'answer', targetPort: 'in' },
      { id: 'e3', source: 'agent', sourcePort: 'steps', target: 'steps', targetPort: 'in' },
    ],
  },
}
