import type { Body } from '@quorum/engine'
import { agentNode, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

/** task → begin → waves (loop of: wave → samples (pool) → count) → ballots → vote → close. */
export function expand({ prompt, system, model, samples, temperature, extract, earlyStop }: Params): Body {
  const plan = { samples, earlyStop, extract }
  return {
    nodes: [
      { id: 'task', kind: 'template', params: { text: prompt || '{{ input }}' } },
      { id: 'begin', kind: 'self-consistency-begin', params: {} },
      { id: 'waves', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: samples } },
      { id: 'wave', kind: 'self-consistency-wave', parent: 'waves', params: plan },
      { id: 'samples', kind: 'pool', parent: 'waves', params: { concurrency: samples, failure: 'collect' } },
      agentNode('sample', { model, system, prompt: '{{ item }}', temperature }, { parent: 'samples' }),
      { id: 'fold', kind: 'self-consistency-fold', parent: 'waves', params: plan },
      { id: 'box', kind: 'self-consistency-box', params: plan },
      { id: 'vote', kind: 'vote', params: { rule: 'plurality', tieBreak: 'index' } },
      { id: 'close', kind: 'self-consistency-close', params: {} },
    ],
    edges: wires(
      '@.in>task.in',
      'task.out>begin.in',
      'begin.state>waves.in',
      'waves.state>wave.in',
      'wave.items>samples.in',
      'samples.item>sample.in',
      'sample.out>samples.result',
      'waves.state>fold.state',
      'samples.outcomes>fold.outcomes',
      'fold.state>waves.result',
      'waves.out>box.in',
      'box.ballots>vote.in',
      // First, so that too few answers are named as the cause rather than the vote they leave without ballots.
      'box.ballots>close.box',
      'vote.tally>close.tally',
      'waves.out>close.state',
      'close.answer>@.answer',
      'close.tally>@.tally',
      'close.agreement>@.agreement',
      'close.record>@.record',
    ),
  }
}
