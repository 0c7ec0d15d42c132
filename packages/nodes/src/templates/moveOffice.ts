import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const moveOffice: Template = aroundPattern({
  id: 'plan-and-do',
  title: 'Plan it, then do it step by step',
  summary: 'A list of steps, done one after the other; if one fails, the rest is planned anew.',
  pattern: 'X08',
  outcome: 'Find out or plan',
  tags: ['planning', 'sequence'],
  kind: 'plan-and-execute',
  description:
    'Name a goal. A **planner** lists the steps, an **executor** does them in order, each knowing what was done before. When a step fails the rest of the plan is made anew; `plans` keeps every version.',
  field: { name: 'goal', label: 'Goal' },
  sample: 'Move our office of eight people to another street without losing a working day',
  outputs: [
    ['result', 'Result'],
    ['plans', 'Versions of the plan'],
  ],
})
