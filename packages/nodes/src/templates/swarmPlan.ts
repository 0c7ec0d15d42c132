import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const swarmPlan: Template = aroundPattern({
  id: 'swarm-plan',
  title: 'Find a plan as a swarm',
  summary: 'Twelve agents propose plans; steps of good plans leave trails that the next iteration follows.',
  pattern: 'P23',
  outcome: 'Find out or plan',
  tags: ['search', 'swarm'],
  kind: 'swarm',
  params: { agents: 12, iterations: 6, stagnation: 2 },
  description:
    'Say what you need a plan for. In each iteration **twelve agents** propose one as a list of steps and a judge scores it. Every step of a plan gains the score of that plan, and all trails fade by a tenth, so good steps win. It stops when the trails agree, when nothing better comes, or after six iterations.',
  field: { name: 'problem', label: 'What needs a plan' },
  sample: 'Bring twice as many customers through our small repair shop without hiring anybody',
  outputs: [
    ['best', 'Best plan'],
    ['history', 'How it went'],
  ],
})
