import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const proAndCon: Template = aroundPattern({
  id: 'pro-and-con',
  title: 'For and against',
  summary: 'Two agents argue the two sides in rounds, and a judge decides.',
  pattern: 'X11',
  outcome: 'Get a second opinion',
  tags: ['decide', 'debate'],
  kind: 'debate',
  description:
    'Put a contested claim. **For** and **Against** open, then answer each other twice; the **judge** reads everything and decides. `transcript` has all speeches.',
  field: { name: 'question', label: 'Claim' },
  sample: 'Should our city close its centre to cars?',
  outputs: [
    ['verdict', 'Verdict'],
    ['transcript', 'Transcript'],
  ],
})
