import { practiceModel, type Template } from './template.ts'

const desks = [
  ['billing', 'Billing', 'You are the billing desk of a shop. Answer questions about invoices, payments and refunds.'],
  ['technical', 'Technical', 'You are technical support. Find the cause and say step by step what to do.'],
  ['sales', 'Sales', 'You are the sales desk. Explain plans and prices without pushing.'],
  ['else', 'Front desk', 'You are the front desk. Help with anything, or say who can.'],
] as const

export const triage: Template = {
  id: 'triage',
  title: 'Send it to the right desk',
  summary: 'A model reads the request once and sends it to the one desk it belongs to.',
  pattern: 'X01',
  outcome: 'Bring it to the right one',
  tags: ['support', 'triage', 'route'],
  sampleInput: { request: 'The export has stopped working since yesterday. It says “file not found”.' },
  flow: {
    format: 'quorum.flow/1',
    name: 'Send it to the right desk',
    description:
      'Write a request. The **router** reads it once and sends it to exactly one desk; the other desks are not asked and cost nothing. If it is less than 40 % sure, the front desk takes it. The route that was taken lights up.',
    settings: { model: practiceModel },
    nodes: [
      {
        id: 'request',
        kind: 'input',
        title: 'Request',
        position: { x: 0, y: 380 },
        params: { fields: [{ name: 'request', label: 'Request', type: 'text', required: true }] },
      },
      {
        id: 'router',
        kind: 'router',
        title: 'Which desk?',
        position: { x: 296, y: 330 },
        params: { minConfidence: 0.4 },
      },
      ...desks.map(([id, title, system], i) => ({
        id: `desk-${id}`,
        kind: 'agent',
        title,
        position: { x: 632, y: i * 228 },
        params: { system, prompt: '{{ input }}' },
      })),
      {
        id: 'answer',
        kind: 'join',
        title: 'The answer',
        position: { x: 968, y: 330 },
        params: { need: 'one' },
      },
      { id: 'out', kind: 'output', title: 'Answer', position: { x: 1304, y: 350 }, params: { name: 'answer' } },
      { id: 'route', kind: 'output', title: 'Route', position: { x: 632, y: 912 }, params: { name: 'route' } },
    ],
    edges: [
      { id: 'e1', source: 'request', sourcePort: 'out', target: 'router', targetPort: 'in' },
      ...desks.flatMap(([id], i) => [
        { id: `r${i + 1}`, source: 'router', sourcePort: id, target: `desk-${id}`, targetPort: 'in' },
        { id: `a${i + 1}`, source: `desk-${id}`, sourcePort: 'out', target: 'answer', targetPort: 'in' },
      ]),
      { id: 'e2', source: 'router', sourcePort: 'route', target: 'route', targetPort: 'in' },
      { id: 'e3', source: 'answer', sourcePort: 'out', target: 'out', targetPort: 'in' },
    ],
  },
}
