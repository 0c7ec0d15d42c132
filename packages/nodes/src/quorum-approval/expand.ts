import type { Body } from '@quorum/engine'
import { itemAgent, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

const voteSchema = {
  type: 'object',
  properties: { reason: { type: 'string' }, decision: { type: 'string', enum: ['approve', 'reject', 'abstain'] } },
  required: ['reason', 'decision'],
  additionalProperties: false,
}

/** task → begin → rounds (loop of: wave → reviewers (pool) → count) → close. */
export function expand({ prompt, reviewers, approvals, stopEarly }: Params): Body {
  const plan = { reviewers, approvals, stopEarly }
  return {
    nodes: [
      { id: 'task', kind: 'template', params: { text: prompt || '{{ input }}' } },
      { id: 'begin', kind: 'quorum-approval-begin', params: {} },
      {
        id: 'rounds',
        kind: 'loop',
        params: { mode: 'while', when: '!state.done', maxIterations: reviewers.length + 1 },
      },
      { id: 'wave', kind: 'quorum-approval-wave', parent: 'rounds', params: plan },
      {
        id: 'reviewers',
        kind: 'pool',
        parent: 'rounds',
        params: { concurrency: reviewers.length, failure: 'collect' },
      },
      itemAgent('reviewer', 'reviewers', { schema: voteSchema }),
      { id: 'fold', kind: 'quorum-approval-fold', parent: 'rounds', params: plan },
      { id: 'close', kind: 'quorum-approval-close', params: plan },
    ],
    edges: wires(
      '@.in>task.in',
      'task.out>begin.in',
      'begin.state>rounds.in',
      'rounds.state>wave.in',
      'wave.items>reviewers.in',
      'reviewers.item>reviewer.in',
      'reviewer.out>reviewers.result',
      'rounds.state>fold.state',
      'reviewers.outcomes>fold.outcomes',
      'fold.state>rounds.result',
      'rounds.out>close.state',
      '@.in>close.item',
      'close.approved>@.approved',
      'close.rejected>@.rejected',
      'close.votes>@.votes',
      'close.record>@.record',
    ),
  }
}
