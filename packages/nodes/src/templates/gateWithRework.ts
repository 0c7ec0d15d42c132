import { practiceModel, type Template } from './template.ts'

const review = {
  type: 'object',
  properties: {
    score: { type: 'number', minimum: 0, maximum: 1, description: '0 is useless, 1 could not be better' },
    reasons: { type: 'array', items: { type: 'string' }, description: 'What to change, one sentence each' },
  },
  required: ['score', 'reasons'],
  additionalProperties: false,
}

export const gateWithRework: Template = {
  id: 'gate-with-rework',
  title: 'Gate with rework',
  summary: 'A critic scores the draft; the gate sends it back to the writer until it is good enough.',
  pattern: 'X06',
  outcome: 'Check before it goes out',
  tags: ['loop', 'gate', 'writing', 'review'],
  sampleInput: { topic: 'Why small teams should write down their decisions' },
  flow: {
    format: 'quorum.flow/1',
    name: 'Gate with rework',
    description:
      'A **writer** drafts, a **critic** gives a score and reasons, and the **gate** decides: a text passes when it has been reworked at least once and scores 0.6 or more. Otherwise the review goes back to the writer, at most three rounds in all; then the last draft counts.\n\nThe edge from `fail` back to the writer is the loop. Select it to change how many rounds it may run.',
    settings: { model: practiceModel },
    nodes: [
      {
        id: 'topic',
        kind: 'input',
        title: 'Topic',
        position: { x: 0, y: 40 },
        params: { fields: [{ name: 'topic', label: 'What to write about', type: 'text', required: true }] },
      },
      {
        id: 'writer',
        kind: 'agent',
        title: 'Writer',
        position: { x: 296, y: 0 },
        params: {
          system: 'You write short, clear texts of about 120 words. Give only the text.',
          prompt:
            'Write about: {{ nodes.topic.topic }}\n\nThis is round {{ round }}. In round 1 write a first draft. In later rounds the lines below are a review of your last draft: write it anew and mend what the review names.\n\n{{ input }}',
        },
      },
      {
        id: 'critic',
        kind: 'agent',
        title: 'Critic',
        position: { x: 632, y: 0 },
        params: {
          system: 'You are a strict but fair editor. Score the text and say what to change.',
          prompt: 'Topic: {{ nodes.topic.topic }}\n\nText:\n{{ input }}',
          schema: review,
        },
      },
      {
        id: 'gate',
        kind: 'gate',
        title: 'Good enough?',
        position: { x: 968, y: 0 },
        params: {
          check: 'rules',
          when: {
            all: [
              { left: 'round', op: '>=', right: 2 },
              { left: 'input.score', op: '>=', right: 0.6 },
            ],
          },
        },
      },
      {
        id: 'final',
        kind: 'template',
        title: 'Final text',
        position: { x: 1304, y: 14 },
        params: { text: '{{ nodes.writer }}' },
      },
      { id: 'text', kind: 'output', title: 'Text', position: { x: 1640, y: 26 }, params: { name: 'text' } },
    ],
    edges: [
      { id: 'e1', source: 'topic', sourcePort: 'out', target: 'writer', targetPort: 'in' },
      { id: 'e2', source: 'writer', sourcePort: 'out', target: 'critic', targetPort: 'in' },
      { id: 'e3', source: 'critic', sourcePort: 'out', target: 'gate', targetPort: 'in' },
      { id: 'back', source: 'gate', sourcePort: 'fail', target: 'writer', targetPort: 'in', maxRounds: 3 },
      { id: 'e4', source: 'gate', sourcePort: 'pass', target: 'final', targetPort: 'in' },
      { id: 'e5', source: 'gate', sourcePort: 'limit', target: 'final', targetPort: 'in' },
      { id: 'e6', source: 'final', sourcePort: 'out', target: 'text', targetPort: 'in' },
    ],
  },
}
