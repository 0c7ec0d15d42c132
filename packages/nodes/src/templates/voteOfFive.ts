import { practiceModel, type Template } from './template.ts'

const voters = [
  ['careful', 'Careful', 'You avoid risk. What cannot be undone needs strong reasons.'],
  ['bold', 'Bold', 'You go for the big win and accept some risk.'],
  ['thrifty', 'Thrifty', 'You look at cost and effort first.'],
  ['caring', 'Caring', 'You ask what it does to the people concerned.'],
  ['farsighted', 'Farsighted', 'You ask how it will look in five years.'],
] as const

const ballot = {
  type: 'object',
  properties: {
    choice: { type: 'string', enum: ['yes', 'no', 'wait'] },
    reason: { type: 'string', description: 'One sentence' },
  },
  required: ['choice', 'reason'],
  additionalProperties: false,
}

export const voteOfFive: Template = {
  id: 'vote-of-five',
  title: 'Vote of five',
  summary: 'Five agents with different outlooks vote yes, no or wait; most votes win.',
  pattern: 'X09',
  outcome: 'Get a second opinion',
  tags: ['decide', 'vote', 'parallel'],
  sampleInput: { proposal: 'Let everybody in the company work from where they like, all year round.' },
  flow: {
    format: 'quorum.flow/1',
    name: 'Vote of five',
    description:
      'Put a proposal to the vote. Five agents look at it in their own way and answer in fields (`choice` and `reason`). The **vote** needs at least three valid ballots; a tie is broken by rules it names in its tally. Change the rule to *majority* or *unanimity* and see what happens.',
    settings: { model: practiceModel },
    nodes: [
      {
        id: 'proposal',
        kind: 'input',
        title: 'Proposal',
        position: { x: 0, y: 496 },
        params: { fields: [{ name: 'proposal', label: 'What to decide', type: 'text', required: true }] },
      },
      { id: 'fork', kind: 'fork', title: 'To all voters', position: { x: 296, y: 496 }, params: {} },
      ...voters.map(([id, title, outlook], i) => ({
        id,
        kind: 'agent',
        title,
        position: { x: 632, y: i * 228 },
        params: {
          system: `${outlook} You vote on proposals: yes, no, or wait if something must be known first.`,
          prompt: 'Vote on this proposal:\n\n{{ input }}',
          schema: ballot,
        },
      })),
      {
        id: 'vote',
        kind: 'vote',
        title: 'Most votes win',
        position: { x: 968, y: 456 },
        params: { rule: 'plurality', candidates: ['yes', 'no', 'wait'], quorum: 3 },
      },
      {
        id: 'decision',
        kind: 'output',
        title: 'Decision',
        position: { x: 1384, y: 400 },
        params: { name: 'decision' },
      },
      { id: 'tally', kind: 'output', title: 'Tally', position: { x: 1384, y: 600 }, params: { name: 'tally' } },
    ],
    edges: [
      { id: 'e1', source: 'proposal', sourcePort: 'out', target: 'fork', targetPort: 'in' },
      ...voters.flatMap(([id], i) => [
        { id: `f${i + 1}`, source: 'fork', sourcePort: 'out', target: id, targetPort: 'in' },
        { id: `v${i + 1}`, source: id, sourcePort: 'out', target: 'vote', targetPort: 'in' },
      ]),
      { id: 'e2', source: 'vote', sourcePort: 'out', target: 'decision', targetPort: 'in' },
      { id: 'e3', source: 'vote', sourcePort: 'tally', target: 'tally', targetPort: 'in' },
    ],
  },
}
