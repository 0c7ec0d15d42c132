import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const releaseSignOff: Template = aroundPattern({
  id: 'release-sign-off',
  title: 'Release sign-off',
  summary: 'Three reviewers look at a change; two must approve, and security may veto.',
  pattern: 'X23',
  outcome: 'Check before it goes out',
  tags: ['review', 'approval', 'vote'],
  kind: 'quorum-approval',
  description:
    'Describe a change. Reviewers say **yes**, **no**, or abstain; nobody is asked any more once the outcome is certain. A no of security decides. `votes` gives their reasons.',
  params: {
    reviewers: [
      { name: 'Security', prompt: 'You look for what could be abused or leak.', veto: true },
      { name: 'Quality', prompt: 'You look for mistakes and what is missing.' },
      { name: 'Users', prompt: 'You look at it as those who must live with it.' },
    ],
  },
  field: { name: 'change', label: 'Change' },
  sample: 'Sign-in links now stay valid for 30 days instead of 15 minutes.',
  outputs: [
    ['approved', 'Approved'],
    ['rejected', 'Rejected'],
    ['votes', 'Votes'],
  ],
})
