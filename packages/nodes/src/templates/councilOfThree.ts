import { practiceModel, type Template } from './template.ts'

export const councilOfThree: Template = {
  id: 'council-of-three',
  title: 'Council of three',
  summary: 'Three outlooks answer your question, review each other without names, and a chair writes the answer.',
  pattern: 'P10',
  outcome: 'Get a second opinion',
  tags: ['decide', 'council', 'review'],
  sampleInput: { question: 'Should our team of five move from email to a shared task board?' },
  flow: {
    format: 'quorum.flow/1',
    name: 'Council of three',
    description:
      'Ask a question that has more than one side.\n\n1. **Optimist**, **Skeptic** and **Pragmatist** answer, each on its own.\n2. Each ranks the answers of the others, without knowing who wrote them.\n3. A **chair** reads everything and writes the answer. `dissent` is what somebody held to be better.\n\nGive the members different models for more variety.',
    settings: { model: practiceModel },
    nodes: [
      {
        id: 'question',
        kind: 'input',
        title: 'Question',
        position: { x: 0, y: 66 },
        params: { fields: [{ name: 'question', label: 'Your question', type: 'text', required: true }] },
      },
      {
        id: 'council',
        kind: 'council',
        title: 'Council of three',
        position: { x: 296, y: 0 },
        params: {
          members: [
            {
              name: 'Optimist',
              prompt: 'You look for what can go right. Show the best way forward and how to get there.',
            },
            {
              name: 'Skeptic',
              prompt: 'You look for what can go wrong. Question assumptions, name risks, ask for evidence.',
            },
            {
              name: 'Pragmatist',
              prompt: 'You look for what works. Weigh effort against benefit and propose concrete next steps.',
            },
          ],
          review: 'others',
          rule: 'borda',
        },
      },
      { id: 'answer', kind: 'output', title: 'Answer', position: { x: 712, y: 0 }, params: { name: 'answer' } },
      { id: 'ranking', kind: 'output', title: 'Ranking', position: { x: 712, y: 200 }, params: { name: 'ranking' } },
    ],
    edges: [
      { id: 'e1', source: 'question', sourcePort: 'out', target: 'council', targetPort: 'in' },
      { id: 'e2', source: 'council', sourcePort: 'answer', target: 'answer', targetPort: 'in' },
      { id: 'e3', source: 'council', sourcePort: 'ranking', target: 'ranking', targetPort: 'in' },
    ],
  },
}
