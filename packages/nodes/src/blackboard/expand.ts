import type { Body } from '@quorum/engine'
import { itemAgent, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

/** facts → begin → steps (loop of: ask → acting (pool of experts) → write) → close. */
export function expand({ facts, experts, answer, goal, selection, maxSteps, quietRounds }: Params): Body {
  const all = experts.map(({ name, model = '', prompt, needs, when, writes, how }) => ({
    ...{ name, model, prompt, needs, writes, how },
    ...(when === undefined ? {} : { when }),
  }))
  const rules = {
    ...{ experts: all, answer, selection, maxSteps, quietRounds },
    ...(goal === undefined ? {} : { goal }),
  }
  return {
    nodes: [
      { id: 'facts', kind: 'template', params: { text: facts || '{{ input }}' } },
      { id: 'begin', kind: 'blackboard-begin', params: rules },
      { id: 'steps', kind: 'loop', params: { mode: 'while', when: 'state.why == ""', maxIterations: maxSteps } },
      { id: 'ask', kind: 'blackboard-ask', parent: 'steps', params: { experts: all } },
      {
        id: 'acting',
        kind: 'pool',
        parent: 'steps',
        params: { concurrency: experts.length, maxItems: experts.length, failure: 'collect' },
      },
      itemAgent('expert', 'acting'),
      { id: 'write', kind: 'blackboard-write', parent: 'steps', params: rules },
      { id: 'close', kind: 'blackboard-close', params: { answer } },
    ],
    edges: wires(
      '@.in>facts.in',
      'facts.out>begin.in',
      'begin.state>steps.in',
      'steps.state>ask.state',
      'ask.items>acting.in',
      'acting.item>expert.in',
      'expert.out>acting.result',
      'steps.state>write.state',
      'acting.outcomes>write.outcomes',
      'write.state>steps.result',
      'steps.out>close.state',
      'close.answer>@.answer',
      'close.board>@.board',
      'close.record>@.record',
    ),
  }
}
