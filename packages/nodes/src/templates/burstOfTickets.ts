import { aroundPool } from './aroundPool.ts'
import type { Template } from './template.ts'

export const burstOfTickets: Template = aroundPool({
  id: 'burst-of-tickets',
  title: 'A burst of tickets',
  summary: 'One worker becomes two, four, eight and ten while tickets wait, and fewer again when they dry up.',
  pattern: 'P17',
  outcome: 'Work through a list',
  tags: ['scaling', 'burst', 'parallel'],
  kind: 'dynamic-spawning',
  name: 'As many as needed',
  params: { intervalMs: 500 },
  description:
    'Forty tickets come at once. Every half second the pool looks whether its workers are **busy**: above 80 % and with tickets waiting it doubles them, below 40 % it lets half of the surplus go. `scaling` says when and why.',
  field: { name: 'tickets', label: 'Tickets, one per line', type: 'list' },
  sample: Array.from({ length: 40 }, (_, n) => `Ticket ${n + 1}: the page of order ${1_000 + 37 * n} does not load`),
  worker: { title: 'Support', system: 'You answer tickets.', prompt: 'Answer in one sentence: {{ item }}' },
  outputs: [
    ['scaling', 'How many workers'],
    ['results', 'Answers'],
  ],
})
