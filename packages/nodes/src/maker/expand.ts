import type { Body } from '@quorum/engine'
import { wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

/** begin → calibrate (pool of known steps) → margin → steps (loop of: vote (samples of ask) → decide) → close. */
export function expand(params: Params): Body {
  const all = { ...params }
  return {
    nodes: [
      { id: 'begin', kind: 'maker-begin', params: all },
      { id: 'calibrate', kind: 'pool', params: { concurrency: 50, maxItems: 10_000, failure: 'collect' } },
      { id: 'probe', kind: 'maker-ask', parent: 'calibrate', params: all },
      { id: 'margin', kind: 'maker-margin', params: all },
      { id: 'steps', kind: 'maker-steps', params: all },
      { id: 'vote', kind: 'maker-vote', parent: 'steps', params: all },
      { id: 'ask', kind: 'maker-ask', parent: 'vote', params: all },
      { id: 'decide', kind: 'maker-decide', parent: 'steps', params: all },
      { id: 'close', kind: 'maker-close', params: all },
    ],
    edges: wires(
      '@.initial>begin.initial',
      '@.steps>begin.steps',
      'begin.known>calibrate.in',
      'calibrate.item>probe.in',
      'probe.out>calibrate.result',
      'begin.state>margin.state',
      'calibrate.outcomes>margin.outcomes',
      'margin.state>steps.in',
      'steps.state>vote.in',
      'vote.item>ask.in',
      'ask.out>vote.result',
      'steps.state>decide.state',
      'vote.out>decide.ballot',
      'decide.state>steps.result',
      'decide.trail>steps.trail',
      'steps.out>close.state',
      'steps.trail>close.trail',
      'close.actions>@.actions',
      'close.final>@.final',
      'close.report>@.report',
      'close.failed>@.failed',
      'close.record>@.record',
    ),
  }
}
