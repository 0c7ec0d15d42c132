import { aroundPool } from './aroundPool.ts'
import type { Template } from './template.ts'

const sizes = ['simple', 'heavy', 'simple', 'moderate', 'complex', 'simple']

export const fairShares: Template = aroundPool({
  id: 'fair-shares',
  title: 'Fair shares for five workers',
  summary: 'Each request goes to the worker that carries least, counted by how heavy its requests are.',
  pattern: 'P19',
  outcome: 'Work through a list',
  tags: ['load', 'dispatch', 'parallel'],
  kind: 'load-balancing',
  name: 'Dispatcher',
  description:
    'Thirty requests from *simple* to *heavy*. A request is given to a worker **as it comes**: the one that carries least. Try *roundRobin* and compare `loads`. A worker that fails five times in a row is left out for half a minute.',
  field: { name: 'requests', label: 'Requests', type: 'json' },
  sample: Array.from({ length: 30 }, (_, n) => ({
    title: `Request ${n + 1}`,
    load: sizes[n % sizes.length] as string,
  })),
  worker: {
    title: 'Worker',
    system: 'You answer requests.',
    prompt: '{{ item.title }} is {{ item.load }}. Say in one sentence what you would do.',
  },
  outputs: [
    ['loads', 'Who did how much'],
    ['assignment', 'Who got what'],
    ['results', 'Results'],
  ],
})
