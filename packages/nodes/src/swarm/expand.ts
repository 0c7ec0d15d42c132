import type { Body } from '@quorum/engine'
import { agentNode, itemAgent, wires } from '../pattern/body.ts'
import { scoreSchema } from '../pattern/judging.ts'
import type { Params } from './definition.ts'

const proposalSchema = {
  type: 'object',
  properties: {
    solution: { type: 'string', description: 'The solution in a few sentences' },
    steps: {
      type: 'array',
      items: { type: 'string' },
      minItems: 1,
      description: 'The same as short steps, in the words others use for them',
    },
  },
  required: ['solution', 'steps'],
  additionalProperties: false,
}

/** problem → begin → iterations (loop of: brief → explore (pool of explorer → judge → rate) → trails) → close. */
export function expand(params: Params): Body {
  const { problem, agents, iterations, explorer, evaluator, judge, source, concurrency, ...rules } = params
  const { retain, shareFraction, convergenceRatio, stagnation } = rules
  const judged = 'Problem:\n{{ state.problem }}\n\nProposed solution:\n{{ input }}'
  return {
    nodes: [
      { id: 'problem', kind: 'template', params: { text: problem || '{{ input }}' } },
      { id: 'begin', kind: 'swarm-begin', params: {} },
      { id: 'iterations', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: iterations } },
      {
        id: 'brief',
        kind: 'swarm-brief',
        parent: 'iterations',
        params: { agents, model: explorer.model ?? '', system: explorer.prompt, shareFraction },
      },
      {
        id: 'explore',
        kind: 'pool',
        parent: 'iterations',
        params: { concurrency, maxItems: agents, failure: 'collect' },
      },
      itemAgent('explorer', 'explore', { schema: proposalSchema }),
      evaluator === 'agent'
        ? agentNode(
            'judge',
            { model: judge.model, system: judge.prompt, prompt: judged, schema: scoreSchema },
            { parent: 'explore' },
          )
        : { id: 'judge', kind: 'code', parent: 'explore', params: { source } },
      { id: 'rate', kind: 'swarm-rate', parent: 'explore', params: {} },
      {
        id: 'trails',
        kind: 'swarm-trails',
        parent: 'iterations',
        params: { agents, iterations, retain, convergenceRatio, stagnation },
      },
      { id: 'close', kind: 'swarm-close', params: {} },
    ],
    edges: wires(
      '@.in>problem.in',
      'problem.out>begin.in',
      'begin.state>iterations.in',
      'iterations.state>brief.state',
      'brief.items>explore.in',
      'explore.item>explorer.in',
      'explorer.out>judge.in',
      'explorer.out>rate.proposal',
      'judge.out>rate.verdict',
      'rate.out>explore.result',
      'iterations.state>trails.state',
      'explore.outcomes>trails.outcomes',
      'trails.state>iterations.result',
      'iterations.out>close.state',
      'close.best>@.best',
      'close.history>@.history',
      'close.map>@.map',
      'close.record>@.record',
    ),
  }
}
