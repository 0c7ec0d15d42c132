import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const whyDidItStop: Template = aroundPattern({
  id: 'why-did-it-stop',
  title: 'Find the cause at a shared board',
  summary: 'Four experts add to one board as soon as they can; the diagnosis is written when two causes are on it.',
  pattern: 'X17',
  outcome: 'Get a second opinion',
  tags: ['diagnosis', 'experts'],
  kind: 'blackboard',
  description:
    'Say what happened. The **Observer** writes the symptoms on the board; once they are there **Engineer** and **Historian** each write a cause; with two causes on it the **Diagnostician** gives the diagnosis. Nobody gives orders: what is on the board says who can act. Add an expert, say what it needs, and it joins in by itself.',
  field: { name: 'facts', label: 'What happened' },
  sample:
    'Since Tuesday the packing line stops about twice an hour, always for two minutes, and starts again by itself. On Monday evening the cooling was serviced. The error list is empty.',
  outputs: [
    ['answer', 'Diagnosis'],
    ['board', 'The board'],
  ],
})
