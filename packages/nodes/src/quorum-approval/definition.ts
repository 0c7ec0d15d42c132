import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue, namedModels, plural, templateParams } from '../params.ts'
import { Person, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const Reviewer = Person.extend({
  veto: z.boolean().default(false).meta({ title: 'Veto', description: 'A no of theirs decides.' }),
})

export const Params = z.looseObject({
  prompt: task('What is reviewed'),
  reviewers: z
    .array(Reviewer)
    .min(1)
    .max(50)
    .default([
      { name: 'Security', prompt: 'You look for what could be abused or leak.', veto: false },
      { name: 'Quality', prompt: 'You look for mistakes and what is missing.', veto: false },
      { name: 'Users', prompt: 'You look at it as those who must live with it.', veto: false },
    ])
    .meta({ title: 'Reviewers', description: 'Each says yes, no, or abstains.' }),
  approvals: z.int().min(1).max(50).default(2).meta({ title: 'Yes needed', description: 'So many must approve.' }),
  stopEarly: z
    .boolean()
    .default(true)
    .meta({ title: 'Stop early', description: 'Nobody is asked any more once the outcome is certain.' }),
})
export type Params = z.infer<typeof Params>

/** So many of the reviewers must approve (CATALOGUE X23). */
export const quorumApproval = defineNode({
  kind: 'quorum-approval',
  title: 'Quorum Approval',
  category: 'decide',
  summary: 'Asks reviewers for a yes or no until enough have approved, or enough cannot any more.',
  aliases: ['k of n', 'sign-off', 'review board', 'veto', 'consensus approval', 'two-person rule'],
  icon: 'shield-check',
  patternId: 'X23',
  cost: 'k … N calls',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('approved'), port('rejected'), port('votes', 'votes', 'list')],
  }),
  fact: ({ approvals, reviewers }) => `${approvals} of ${reviewers.length}`,
  rows: ({ approvals, reviewers }) => [
    { label: 'Needs', value: `${approvals} of ${plural(reviewers.length, 'reviewer')}` },
    { label: 'Veto', value: reviewers.flatMap(({ name, veto }) => (veto ? [name] : [])).join(', ') || 'nobody' },
  ],
  width: 320,
  strip: true,
  verb: 'Reviewing',
  callsOut: () => true,
  templates: ({ prompt, reviewers }) => [...templateParams({ prompt }), ...promptsOf('reviewers', reviewers)],
  models: ({ reviewers }) => namedModels(...reviewers.map(({ model }) => model)),
  calls: ({ reviewers }) => reviewers.length,
  // An answer that is no vote is mended once.
  forecast: ({ reviewers }, { attempts }) => ({ max: reviewers.length * 2 * attempts }),
  chances: () => ({ exclusive: false, ports: { approved: 0.8, rejected: 0.2, votes: 1 } }),
  expand,
  check,
})

function check({ approvals, reviewers }: Params, node: FlowNode): FlowIssue[] {
  const same = sameNames(node, 'reviewers', reviewers)
  if (approvals <= reviewers.length) return same
  const message = `${approvals} must approve, but there are only ${plural(reviewers.length, 'reviewer')}.`
  return [...same, issue(node, 'never-approved', 'approvals', message)]
}
