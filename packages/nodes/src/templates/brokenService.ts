import { aroundPool } from './aroundPool.ts'
import { practiceModel, type Template } from './template.ts'

export const brokenService: Template = aroundPool({
  id: 'broken-service',
  title: 'A service that is down',
  summary: 'After three failures in a row nobody calls the broken service any more; the rest is set aside at once.',
  pattern: 'X22',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['reliable', 'fuse', 'outage'],
  kind: 'pool',
  name: 'Each order',
  params: { concurrency: 1 },
  description:
    'The agent’s model plays a service that is **down**: all its calls fail. After three failures the **circuit breaker** opens, and the orders that come then are put aside without calling it, which saves time and calls. Give the agent another model to see it stay closed.',
  field: { name: 'orders', label: 'Orders, one per line', type: 'list' },
  sample: Array.from({ length: 10 }, (_, n) => `Order ${n + 1}: where is my parcel?`),
  within: [{ kind: 'circuit-breaker', title: 'Fuse', params: { failures: 3 }, gives: ['out', 'rejected'] }],
  worker: {
    title: 'Ask the carrier',
    system: 'You say where a parcel is.',
    prompt: '{{ input }}',
    model: `${practiceModel}?errorRate=1`,
  },
  outputs: [
    ['outcomes', 'What became of each'],
    ['summary', 'How it went'],
  ],
})
