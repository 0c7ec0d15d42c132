import type { Body } from '@quorum/engine'
import { agentNode, toPort, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

const verdictSchema = {
  type: 'object',
  properties: {
    better: { type: 'string', enum: ['A', 'B', 'equal'] },
    reason: { type: 'string' },
  },
  required: ['better', 'reason'],
  additionalProperties: false,
}

/**
 * Shadow: draw → champion, and for a share challenger → pair → judge → close. Canary: draw → champion or challenger,
 * and the champion after all if the challenger fails.
 */
export function expand({ question, champion, challenger, mode, share, compare, judge }: Params): Body {
  const shadow = mode === 'shadow'
  const judging = shadow && compare
  return {
    nodes: [
      { id: 'question', kind: 'template', params: { text: question || '{{ input }}' } },
      { id: 'draw', kind: 'champion-challenger-draw', params: { share, shadow } },
      agentNode('challenger', { model: challenger.model, system: challenger.prompt }, toPort),
      { id: 'turn', kind: 'champion-challenger-turn', params: {} },
      agentNode('champion', { model: champion.model, system: champion.prompt }),
      { id: 'pair', kind: 'champion-challenger-pair', params: { shadow } },
      ...(judging
        ? [agentNode('judge', { model: judge.model, system: judge.prompt, schema: verdictSchema }, toPort)]
        : []),
      { id: 'close', kind: 'champion-challenger-close', params: { shadow } },
    ],
    edges: wires(
      '@.in>question.in',
      'question.out>draw.in',
      'draw.challenger>challenger.in',
      'draw.champion>turn.asked',
      // In the shadow the champion does not wait for the challenger.
      ...(shadow ? [] : ['draw.question>turn.question', 'challenger.error>turn.instead']),
      'turn.out>champion.in',
      'draw.question>pair.question',
      'challenger.out>pair.challenger',
      'challenger.error>pair.error',
      'champion.out>pair.champion',
      'pair.pair>close.pair',
      ...(judging ? ['pair.prompt>judge.in', 'judge.out>close.verdict', 'judge.error>close.error'] : []),
      ...(shadow ? ['champion.out>@.answer'] : ['close.answer>@.answer']),
      'close.comparison>@.comparison',
      'close.record>@.record',
    ),
  }
}
