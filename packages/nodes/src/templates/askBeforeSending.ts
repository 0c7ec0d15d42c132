import { practiceModel, type Template } from './template.ts'

export const askBeforeSending: Template = {
  id: 'ask-before-sending',
  title: 'Ask me before it is sent',
  summary: 'An agent drafts an answer; it only goes out once you have approved it, as it is or changed.',
  pattern: 'X15',
  outcome: 'Check before it goes out',
  tags: ['person', 'approval', 'check before sending'],
  sampleInput: { mail: 'My order 4711 came with a broken lamp. What do you do about it?' },
  flow: {
    format: 'quorum.flow/1',
    name: 'Ask me before it is sent',
    description:
      'The run **stops at the hand** until somebody decides: approve the draft, edit it first, or reject it. Nothing behind it happens before that, also if the server is restarted meanwhile. If nobody decides for a day, it counts as not sent.',
    settings: { model: practiceModel },
    nodes: [
      {
        id: 'asked',
        kind: 'input',
        title: 'Mail',
        position: { x: 0, y: 52 },
        params: { fields: [{ name: 'mail', label: 'Mail of a customer', type: 'text', required: true }] },
      },
      {
        id: 'draft',
        kind: 'agent',
        title: 'Draft',
        position: { x: 296, y: 0 },
        params: { system: 'You answer customers: friendly, short, with a next step.', prompt: '{{ input.mail }}' },
      },
      {
        id: 'ask',
        kind: 'approval',
        title: 'Send it?',
        position: { x: 632, y: 0 },
        params: { message: 'Shall this answer go out?' },
      },
      { id: 'sent', kind: 'output', title: 'Sent', position: { x: 968, y: 0 }, params: { name: 'sent' } },
      { id: 'kept', kind: 'output', title: 'Not sent', position: { x: 968, y: 180 }, params: { name: 'not-sent' } },
    ],
    edges: [
      { id: 'e1', source: 'asked', sourcePort: 'out', target: 'draft', targetPort: 'in' },
      { id: 'e2', source: 'draft', sourcePort: 'out', target: 'ask', targetPort: 'in' },
      { id: 'e3', source: 'ask', sourcePort: 'approved', target: 'sent', targetPort: 'in' },
      { id: 'e4', source: 'ask', sourcePort: 'rejected', target: 'kept', targetPort: 'in' },
      { id: 'e5', source: 'ask', sourcePort: 'timeout', target: 'kept', targetPort: 'in' },
    ],
  },
}
