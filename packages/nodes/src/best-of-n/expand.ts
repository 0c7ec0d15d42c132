import type { Body } from '@quorum/engine'
import { agentNode, wires } from '../pattern/body.ts'
import { labelsOf, rankingSchema, scoreSchema } from '../pattern/judging.ts'
import type { Params } from './definition.ts'

const winnerSchema = {
  type: 'object',
  properties: { reason: { type: 'string' }, winner: { type: 'string', enum: ['A', 'B'] } },
  required: ['reason', 'winner'],
  additionalProperties: false,
}

/** task → copies → candidates (pool) → lay → judge → pick. The judge is a pool, or for a knock-out a loop of rounds of matches. */
export function expand({ prompt, system, model, n, temperature, judging, judge, minScore }: Params): Body {
  const { criteria } = judge
  const asked = {
    pointwise: `You judge one candidate. ${criteria} Score it from 0 to 1.`,
    listwise: `You judge candidates. They carry labels. ${criteria} Rank the labels, best first.`,
    knockout: `You judge two candidates, A and B. ${criteria} Say which is better.`,
  }[judging]
  const schema = {
    pointwise: scoreSchema,
    listwise: rankingSchema(labelsOf(n)),
    knockout: winnerSchema,
  }[judging]
  const knockout = judging === 'knockout'
  const inside = knockout ? { parent: 'rounds' } : {}
  return {
    nodes: [
      { id: 'task', kind: 'template', params: { text: prompt || '{{ input }}' } },
      { id: 'copies', kind: 'best-of-n-copies', params: { n } },
      { id: 'candidates', kind: 'pool', params: { concurrency: n, failure: 'collect' } },
      agentNode('candidate', { model, system, prompt: '{{ item }}', temperature }, { parent: 'candidates' }),
      { id: 'lay', kind: 'best-of-n-lay', params: { judging } },
      { id: 'judges', kind: 'pool', params: { concurrency: 2 * n, failure: 'collect' }, ...inside },
      agentNode('judge', { model: judge.model, system: asked, prompt: '{{ item }}', schema }, { parent: 'judges' }),
      { id: 'pick', kind: 'best-of-n-pick', params: { minScore, judging } },
      ...(knockout
        ? [
            { id: 'rounds', kind: 'loop', params: { mode: 'while', when: '!state.done', maxIterations: 10 } },
            { id: 'pair', kind: 'best-of-n-pair', parent: 'rounds', params: {} },
            { id: 'match', kind: 'best-of-n-match', parent: 'rounds', params: {} },
          ]
        : []),
    ],
    edges: wires(
      '@.in>task.in',
      'task.out>copies.in',
      'copies.items>candidates.in',
      'candidates.item>candidate.in',
      'candidate.out>candidates.result',
      'candidates.outcomes>lay.outcomes',
      'task.out>lay.task',
      'judges.item>judge.in',
      'judge.out>judges.result',
      ...(knockout ? knockoutWires : ['lay.items>judges.in', 'lay.state>pick.state', 'judges.outcomes>pick.outcomes']),
      'pick.best>@.best',
      'pick.scores>@.scores',
      'pick.record>@.record',
    ),
  }
}

const knockoutWires = [
  'lay.state>rounds.in',
  'rounds.state>pair.in',
  'pair.items>judges.in',
  'rounds.state>match.state',
  'judges.outcomes>match.outcomes',
  'match.state>rounds.result',
  'rounds.out>pick.state',
]
