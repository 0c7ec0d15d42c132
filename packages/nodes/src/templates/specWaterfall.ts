import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const specWaterfall: Template = aroundPattern({
  id: 'spec-waterfall',
  title: 'Requirements to plan, with gates',
  summary: 'Requirements, design, plan: each must pass a gate before the next begins, and is reworked if it does not.',
  pattern: 'P02',
  outcome: 'Check before it goes out',
  tags: ['gate', 'sequence', 'rework'],
  kind: 'waterfall',
  description:
    'Describe what is to be built. Behind each stage a **gate** gives a score; below 0.7 the stage is done again with the reasons, at most twice. A gate that stays shut ends it: `rejected` then holds the stage, the verdict and the last result that was good.',
  params: { onGateFail: 'rework', maxRework: 3 },
  field: { name: 'idea', label: 'What to build' },
  sample: 'A page on which neighbours lend each other tools',
  outputs: [
    ['output', 'Plan'],
    ['rejected', 'Rejected'],
  ],
})
